import type { z } from 'zod';
import { ConfigurationError } from '@acme/errors';
import { services, urlSettingOf, type Service } from './services';
import { showSetting } from './show-setting';
import {
  aliases,
  defaultOf,
  settingEntries,
  type Disclosure,
  type LogLevel,
  type SettingName,
  type settings,
} from './settings';

type Values = { [Name in SettingName]?: z.output<(typeof settings)[Name]['schema']> };

/** All that a run is configured with, frozen through and through; nothing else reads the environment. */
export interface Config {
  readonly databases: {
    /** No database URL was given: the local default serves them all. */
    readonly local: boolean;
    readonly warehouse?: string;
    readonly sources: Readonly<Partial<Record<Service, string>>>;
  };
  readonly keyring: { readonly json?: string; readonly file?: string };
  /** IANA zone of day boundaries. */
  readonly timeZone: string;
  /** The run's logical now; absent: the clock. */
  readonly runNow?: Date;
  /** Local days to rerun, as they were given: not checked yet. */
  readonly runDays: { readonly date?: string; readonly from?: string; readonly to?: string };
  readonly flags: { readonly legacyEtl: boolean; readonly v1Schema: boolean };
  /** ISO 4217, where the payments of a legacy order do not say. */
  readonly legacyCurrency: string;
  /** What the PII columns of the v1 tables hold; `direct` only where it is granted. */
  readonly disclosure: Disclosure;
  readonly sourcesSqlDir?: string;
  /** What `acme-etl query` reads as; absent: the usual role where it is there. */
  readonly queryRole?: string;
  readonly logLevel: LogLevel;
  readonly loadBatchRows: number;
  readonly watermarkOverlapMinutes: number;
  /** A fraction, 0…1. */
  readonly quarantineLimit: number;
  /** A fraction, 0…1. */
  readonly deleteLimit: number;
  readonly sweepBucketIds: number;
  readonly connect: { readonly attempts: number; readonly timeoutSeconds: number };
  /** 0: none. */
  readonly statementTimeoutSeconds: number;
  /** After so much silence on a connection the server is asked whether it still works. */
  readonly silenceTimeoutSeconds: number;
  /** What a run may wait for locks on tables of the warehouse, in all. */
  readonly lockWaitSeconds: number;
  readonly local: {
    readonly dir: string;
    readonly shop: { readonly seed: number; readonly users: number; readonly days: number };
  };
  readonly jobName?: string;
  readonly podName?: string;
  /** Where Kubernetes reads how a container ended. */
  readonly terminationLogFile?: string;
  /** Without a slash at its end. */
  readonly pushgatewayUrl?: string;
  /** What each setting was given as, fit to be shown: secrets are hidden. Absent: its default holds. */
  readonly given: Readonly<Partial<Record<SettingName, string>>>;
}

/**
 * Reads the configuration out of an environment; an empty setting counts as unset.
 * @throws ConfigurationError that names every wrong setting, and no secret's value
 */
export function loadConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given: Partial<Record<SettingName, string>> = {};
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  const givenAs = (name: SettingName) =>
    [name, aliases[name]].find((candidate) => candidate && environment[candidate]?.trim());
  const local = !settingEntries.some(([name]) => name.endsWith('_DATABASE_URL') && givenAs(name));
  for (const [name, setting] of settingEntries) {
    const readFrom = givenAs(name);
    const text = readFrom && environment[readFrom]?.trim();
    if (text) given[name] = showSetting(text, setting.secret);
    const effective = text ?? defaultOf(setting, local);
    if (effective === undefined) continue;
    const parsed = setting.schema.safeParse(effective);
    if (parsed.success) values[name] = parsed.data;
    else
      problems.push(
        `${readFrom ?? name}: ${parsed.error.issues[0]!.message}; ${remedy(defaultOf(setting, local))}`,
      );
  }
  const v = values as Values;
  problems.push(...conflicts(v));
  if (problems.length > 0) {
    const list = problems.map((problem) => `\n  ${problem}`).join('');
    throw new ConfigurationError(`wrong settings:${list}`, 'docs/settings.md describes every setting');
  }
  return deepFreeze(arrange(v, given));
}

const remedy = (fallback: string | undefined) =>
  `correct it, or unset it${fallback === undefined ? '' : ` for the default ${fallback}`}`;

/** What no single setting is to blame for. */
function conflicts(v: Values): string[] {
  const problems: string[] = [];
  if (v.V1_PII === 'direct' && !v.V1_PII_DIRECT_GRANTED) {
    problems.push(
      'V1_PII: direct writes personal data into the v1 tables; set V1_PII_DIRECT_GRANTED=true as well if that is what you want, or unset it for tokens',
    );
  }
  if (v.PII_KEYRING && v.PII_KEYRING_FILE) {
    problems.push('PII_KEYRING: excludes PII_KEYRING_FILE, which is set too; unset one of them');
  }
  return problems;
}

/** Leaves Dates alone: freezing does not protect what they hold. */
function deepFreeze<T extends object>(value: T): T {
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && member !== null && !(member instanceof Date))
      deepFreeze(member as object);
  }
  return Object.freeze(value);
}

function arrange(v: Values, given: Config['given']): Config {
  const urls = services.map(
    (service) => [service, v[urlSettingOf(service)] ?? v.SOURCE_DATABASE_URL] as const,
  );
  const sources: Config['databases']['sources'] = Object.fromEntries(urls.filter(([, url]) => url));
  return {
    databases: {
      local: !v.WAREHOUSE_DATABASE_URL && Object.keys(sources).length === 0,
      ...(v.WAREHOUSE_DATABASE_URL ? { warehouse: v.WAREHOUSE_DATABASE_URL } : {}),
      sources,
    },
    keyring: {
      ...(v.PII_KEYRING ? { json: v.PII_KEYRING } : {}),
      ...(v.PII_KEYRING_FILE ? { file: v.PII_KEYRING_FILE } : {}),
    },
    timeZone: v.REPORTING_TIMEZONE!,
    ...(v.RUN_NOW ? { runNow: v.RUN_NOW } : {}),
    runDays: {
      ...(v.RUN_DATE ? { date: v.RUN_DATE } : {}),
      ...(v.RUN_FROM ? { from: v.RUN_FROM } : {}),
      ...(v.RUN_TO ? { to: v.RUN_TO } : {}),
    },
    flags: { legacyEtl: v.ENABLE_LEGACY_ETL!, v1Schema: v.ENABLE_V1_SCHEMA! },
    legacyCurrency: v.LEGACY_CURRENCY!,
    disclosure: v.V1_PII!,
    ...(v.SOURCES_SQL_DIR ? { sourcesSqlDir: v.SOURCES_SQL_DIR } : {}),
    ...(v.QUERY_ROLE ? { queryRole: v.QUERY_ROLE } : {}),
    logLevel: v.LOG_LEVEL!,
    loadBatchRows: v.LOAD_BATCH_ROWS!,
    watermarkOverlapMinutes: v.WATERMARK_OVERLAP_MINUTES!,
    quarantineLimit: v.QUARANTINE_LIMIT!,
    deleteLimit: v.DELETE_LIMIT!,
    sweepBucketIds: v.SWEEP_BUCKET_IDS!,
    connect: { attempts: v.CONNECT_ATTEMPTS!, timeoutSeconds: v.CONNECT_TIMEOUT_SECONDS! },
    statementTimeoutSeconds: v.STATEMENT_TIMEOUT_SECONDS!,
    silenceTimeoutSeconds: v.SILENCE_TIMEOUT_SECONDS!,
    lockWaitSeconds: v.LOCK_WAIT_SECONDS!,
    local: { dir: v.LOCAL_DIR!, shop: { seed: v.SHOP_SEED!, users: v.SHOP_USERS!, days: v.SHOP_DAYS! } },
    ...(v.JOB_NAME ? { jobName: v.JOB_NAME } : {}),
    ...(v.POD_NAME ? { podName: v.POD_NAME } : {}),
    ...(v.TERMINATION_LOG_FILE ? { terminationLogFile: v.TERMINATION_LOG_FILE } : {}),
    ...(v.PUSHGATEWAY_URL ? { pushgatewayUrl: v.PUSHGATEWAY_URL } : {}),
    given,
  };
}

/** @throws ConfigurationError when other URLs are given but not the warehouse's */
export function requireWarehouse(config: Config): string {
  if (config.databases.warehouse) return config.databases.warehouse;
  throw new ConfigurationError(
    'no warehouse is configured',
    'set WAREHOUSE_DATABASE_URL, or unset every database URL to work locally',
  );
}

/** @throws ConfigurationError when other URLs are given but not this service's */
export function requireSource(config: Config, service: Service): string {
  const url = config.databases.sources[service];
  if (url) return url;
  throw new ConfigurationError(
    `no database of the ${service} service is configured`,
    `set ${urlSettingOf(service)} or SOURCE_DATABASE_URL, or unset every database URL to work locally`,
  );
}
