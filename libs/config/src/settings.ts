import type { z } from 'zod';
import {
  anyText,
  currencyCode,
  databaseUrl,
  flag,
  fraction,
  httpUrl,
  ianaZone,
  instant,
  jsonObject,
  oneOf,
  wholeNumber,
} from './parsers';
import { services, urlSettingOf, type ServiceUrlSetting } from './services';

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What the PII columns of the v1 tables hold. */
export const disclosures = ['tokens', 'masked', 'direct'] as const;
export type Disclosure = (typeof disclosures)[number];

interface Setting<T> {
  readonly schema: z.ZodType<T, string>;
  readonly description: string;
  /** The text that stands for an unset setting; absent: unset stays unset. */
  readonly default?: string;
  /** The same where the local default is in use, if it differs there. */
  readonly localDefault?: string;
  readonly secret?: true;
}

const required = <T>(schema: z.ZodType<T, string>, fallback: string, description: string) => ({
  schema,
  default: fallback,
  description,
});
const optional = <T>(schema: z.ZodType<T, string>, description: string) => ({ schema, description });
const secret = <T>(schema: z.ZodType<T, string>, description: string) => ({
  schema,
  description,
  secret: true as const,
});

/** PostgreSQL counts statement_timeout as milliseconds in 31 bits. */
const mostSeconds = 2_147_483;

/** A URL per service, in the order of the table of services. */
const serviceUrls = Object.fromEntries(
  services.map((service) => [
    urlSettingOf(service),
    secret(databaseUrl, `The ${service} service; overrides SOURCE_DATABASE_URL.`),
  ]),
) as Record<ServiceUrlSetting, ReturnType<typeof secret<string>>>;

/** Every setting there is. The docs, .env.example and `acme-etl status` are made from this table. */
export const settings = {
  WAREHOUSE_DATABASE_URL: secret(
    databaseUrl,
    'The analytics warehouse. `DATABASE_URL` is accepted for it too. A host that is neither this machine nor a socket needs an sslmode: `?sslmode=verify-full&sslrootcert=/path/to/ca.pem`, or `?sslmode=disable` on purpose (docs/connections.md).',
  ),
  SOURCE_DATABASE_URL: secret(databaseUrl, 'One database that serves all services.'),
  ...serviceUrls,
  PII_KEYRING_FILE: optional(
    anyText,
    'File with the keyring that personal data is tokenised with. There is no default key.',
  ),
  PII_KEYRING: secret(jsonObject, 'The keyring itself, as JSON; instead of PII_KEYRING_FILE.'),
  REPORTING_TIMEZONE: required(
    ianaZone,
    'UTC',
    'IANA time zone of day boundaries. A change recomputes every table.',
  ),
  RUN_NOW: optional(instant, 'The logical now of a run, an ISO instant; unset: the clock.'),
  RUN_DATE: optional(
    anyText,
    'A local day (yyyy-mm-dd): rerun exactly that day. --date comes before it; without it, RUN_FROM or --from, a date in JOB_NAME is taken; else everything due.',
  ),
  RUN_FROM: optional(anyText, 'First local day of a range to rerun; goes with RUN_TO.'),
  RUN_TO: optional(anyText, 'Last local day of that range, included.'),
  ENABLE_LEGACY_ETL: {
    ...required(
      flag,
      'true',
      'true: extract from the legacy source tables; false: from the v2 ones. On the local default unset means false.',
    ),
    localDefault: 'false',
  },
  ENABLE_V1_SCHEMA: {
    ...required(
      flag,
      'true',
      'true: publish the v1 tables (schema analytics_v1); false: the v2 ones (schema analytics). On the local default unset means false.',
    ),
    localDefault: 'false',
  },
  LEGACY_CURRENCY: required(
    currencyCode,
    'USD',
    'Currency of legacy orders whose payments do not have exactly one, and of refunds whose payment is not there.',
  ),
  V1_PII: required(
    oneOf(disclosures),
    'tokens',
    'What the PII columns of the v1 tables hold: tokens, masked values (j***@example.com) or, with V1_PII_DIRECT_GRANTED, the values themselves (direct).',
  ),
  V1_PII_DIRECT_GRANTED: required(
    flag,
    'false',
    'Grants V1_PII=direct. Only the database role analytics_pii_reader can then select the PII columns.',
  ),
  SOURCES_SQL_DIR: optional(
    anyText,
    'Folder with extraction queries of your own, one file per entity; unset: sql/sources/legacy or sql/sources/v2, as ENABLE_LEGACY_ETL says.',
  ),
  QUERY_ROLE: optional(
    anyText,
    'Database role that acme-etl query takes on while it reads; unset: acme_etl_operator, where it exists and the user of the warehouse may take it on.',
  ),
  LOG_LEVEL: required(oneOf(logLevels), 'info', `Least level that is logged: ${logLevels.join(', ')}.`),
  LOAD_BATCH_ROWS: required(wholeNumber(1_000), '500000', 'Rows loaded in one transaction, at most.'),
  WATERMARK_OVERLAP_MINUTES: required(
    wholeNumber(0),
    '60',
    'How many minutes back rows are read again where the open transactions of a source cannot be seen.',
  ),
  QUARANTINE_LIMIT: required(
    fraction,
    '0.05',
    'Share of the rows of a unit that may break the model; above it (and above ten rows) the run fails.',
  ),
  DELETE_LIMIT: required(
    fraction,
    '0.2',
    "Share of an entity's rows that may have vanished from the source since the last run; above it (and above 1000 rows) the run fails.",
  ),
  SWEEP_BUCKET_IDS: required(
    wholeNumber(100),
    '10000',
    'Ids per bucket when looking for rows that were deleted in the source.',
  ),
  CONNECT_ATTEMPTS: required(
    wholeNumber(1, 20),
    '5',
    'How often a database that cannot be reached is tried.',
  ),
  CONNECT_TIMEOUT_SECONDS: required(wholeNumber(1, 3_600), '10', 'Seconds that one try to connect may take.'),
  STATEMENT_TIMEOUT_SECONDS: required(
    wholeNumber(0, mostSeconds),
    '0',
    'Seconds that one statement may take; 0: no limit, whatever the role has.',
  ),
  SILENCE_TIMEOUT_SECONDS: required(
    wholeNumber(5, 86_400),
    '120',
    'Seconds of silence on a connection after which the server is asked, over another one, whether it still works at the statement. Rows that stop flowing for so long, and a server that does not answer, end the run with 69; a long statement does not.',
  ),
  LOCK_WAIT_SECONDS: required(
    wholeNumber(1, mostSeconds),
    '300',
    'Seconds that a run may wait, in all, for locks that others hold on tables of the warehouse. What is not locked is done first; after them the run ends with 69.',
  ),
  LOCAL_DIR: required(
    anyText,
    '.local',
    'Folder of the local default: its PostgreSQL, sample shop and development key.',
  ),
  SHOP_SEED: required(wholeNumber(0), '1', 'Seed of the sample shop.'),
  SHOP_USERS: required(wholeNumber(1), '5000', 'Users of the sample shop.'),
  SHOP_DAYS: required(wholeNumber(1, 3_650), '180', 'Days of the sample shop.'),
  JOB_NAME: optional(
    anyText,
    'Name of the Kubernetes Job, for the ledger. A day or a range in it is rerun: user-analytics-2026-11-20, user-analytics-2026-11-01-to-2026-11-07-r2.',
  ),
  POD_NAME: optional(anyText, 'Name of the pod, for the ledger.'),
  TERMINATION_LOG_FILE: optional(
    anyText,
    "File for a JSON summary of how the process ended, below 4 KiB: the pod's terminationMessagePath.",
  ),
  PUSHGATEWAY_URL: optional(
    httpUrl,
    'Prometheus Pushgateway that metrics of each run are pushed to at its end.',
  ),
} as const satisfies Record<string, Setting<unknown>>;

export type SettingName = keyof typeof settings;

/** The text that stands for an unset setting. The sample shop of the local default shows the new generation. */
export const defaultOf = (setting: Setting<unknown>, local: boolean): string | undefined =>
  local ? (setting.localDefault ?? setting.default) : setting.default;

/** A setting as the generic code sees it. */
export const settingEntries = Object.entries(settings) as [SettingName, Setting<unknown>][];

/** Other names that are read when a setting itself is unset. */
export const aliases: Partial<Record<SettingName, string>> = { WAREHOUSE_DATABASE_URL: 'DATABASE_URL' };
