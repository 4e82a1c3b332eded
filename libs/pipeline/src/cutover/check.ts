import { requireWarehouse, type Config } from '@acme/config';
import { connectSettings, findSqlRoot, openWarehouse, pendingMigrations, type Session } from '@acme/db';
import { ConfigurationError } from '@acme/errors';
import type { Job } from '../definitions/job';
import type { Condition } from './condition';
import { etlConditions } from './etl-conditions';
import type { CheckContext } from './freshness';
import { schemaConditions } from './schema-conditions';
import { etlSteps, schemaSteps, type Step } from './steps';

export type { Condition } from './condition';
export type { Step } from './steps';

/** `schema`: which tables are published; `etl`: which source tables facts come from. */
export type FlagName = 'schema' | 'etl';

export interface FlagCheck {
  readonly flag: FlagName;
  readonly setting: 'ENABLE_V1_SCHEMA' | 'ENABLE_LEGACY_ETL';
  /** Its value now. */
  readonly from: boolean;
  readonly to: boolean;
  /** No condition is against flipping it now. */
  readonly safe: boolean;
  readonly conditions: readonly Condition[];
  readonly steps: readonly Step[];
}

export interface CutoverCheck {
  /** The now that freshness is measured from, an ISO instant. */
  readonly now: string;
  readonly zone: string;
  /** The complete local days that parity was looked at for, inclusive. */
  readonly days: { readonly from: string; readonly to: string };
  readonly flags: readonly FlagCheck[];
}

export interface CutoverCheckOptions {
  readonly config: Config;
  readonly jobs: readonly Job[];
  readonly flags: readonly FlagName[];
  /** How many complete local days have to be green. */
  readonly days: number;
}

/**
 * Whether flags can be flipped now without surprises, and how. Reads only.
 * @throws ConfigurationError before the first run
 */
export async function checkCutover({
  config,
  jobs,
  flags,
  days,
}: CutoverCheckOptions): Promise<CutoverCheck> {
  // Refuses a warehouse that a newer version has migrated.
  await pendingMigrations(requireWarehouse(config), findSqlRoot(), undefined, connectSettings(config));
  const warehouse = await openWarehouse(config, { applicationName: 'acme-etl cutover check' });
  try {
    await warehouse.query('set default_transaction_read_only = on');
    await requireMigrated(warehouse);
    const now = (config.runNow ?? new Date()).toISOString();
    const { today, from, to } = await warehouse.one<{ today: string; from: string; to: string }>(
      `select day::text as today, (day - $3::integer)::text as from, (day - 1)::text as to
       from etl.local_day($1::timestamptz, $2::text) as day`,
      [now, config.timeZone, days],
    );
    const context: CheckContext = { config, warehouse, sqlRoot: findSqlRoot(), jobs, today, now };
    const checked: FlagCheck[] = [];
    for (const flag of flags) checked.push(await checkFlag(context, flag, days));
    return { now, zone: config.timeZone, days: { from, to }, flags: checked };
  } finally {
    await warehouse.end();
  }
}

async function checkFlag(context: CheckContext, flag: FlagName, days: number): Promise<FlagCheck> {
  const { flags } = context.config;
  const conditions = flag === 'schema' ? await schemaConditions(context, days) : await etlConditions(context);
  const from = flag === 'schema' ? flags.v1Schema : flags.legacyEtl;
  return {
    flag,
    setting: flag === 'schema' ? 'ENABLE_V1_SCHEMA' : 'ENABLE_LEGACY_ETL',
    from,
    to: !from,
    safe: conditions.every(({ verdict }) => verdict !== 'not ok'),
    conditions,
    steps: flag === 'schema' ? schemaSteps(context.config) : etlSteps(context.config),
  };
}

async function requireMigrated(warehouse: Session): Promise<void> {
  const { ready } = await warehouse.one<{ ready: boolean }>(
    "select to_regclass('etl.parity') is not null as ready",
  );
  if (!ready)
    throw new ConfigurationError(
      'no job of this version has run in the warehouse yet',
      'run them: acme-etl run all --shadow',
    );
}
