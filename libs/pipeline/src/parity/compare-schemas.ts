import { requireWarehouse } from '@acme/config';
import { connectSettings, findSqlRoot, migrate, openWarehouse, type Session } from '@acme/db';
import { ConfigurationError, StoppedError } from '@acme/errors';
import { readKeyring } from '@acme/pii';
import type { PublishContext } from '../context/publish-context';
import { holdLocks } from '../run/hold-locks';
import type { Job } from '../definitions/job';
import { openRun, runRecord } from '../run/ledger';
import { LockPatience } from '../context/lock-wait';
import { activeTables, loadMetricDefinitions, type MetricDefinition } from '../definitions/metric-definition';
import { compareTable, type TableParity } from './compare-table';
import { loadParityDefinitions, type ParityDefinition } from './definition';
import { recordParity } from './record';
import { publishPatiently } from '../publish/publish-patiently';
import type { RunOptions } from '../run/run-options';
import { readComputedTables } from '../staleness/table-state';
import { makeThisRun } from '../context/this-run';
import { checkStopped } from '../context/stop';
import { emptySummary } from '../context/summary';
import { createScratchWith } from '../sql/scratch';

export interface ParityResult {
  /** The logical now that both sides were computed for, an ISO instant. */
  readonly now: string;
  /** Local days of the tables of days, inclusive. */
  readonly days: { readonly from: string; readonly to: string };
  /** The last complete local day: tables of one state describe its end. */
  readonly asOf: string;
  readonly tables: readonly TableParity[];
}

export interface ParityOptions extends RunOptions {
  /** Whose tables are compared; the locks of all of `jobs` are held meanwhile. */
  readonly domains: readonly string[];
  readonly jobs: readonly Job[];
  /** How long to wait for runs that are at work, seconds; then LockHeldError. */
  readonly patienceSeconds: number;
  /** Keep the result in etl.parity. */
  readonly record: boolean;
}

/** Days that are compared where no range is given. */
const usualDays = 30;

/**
 * Compares the v1 tables with their v2 counterparts. Both sides are brought up to date for one now in a
 * transaction that is rolled back: the side that is published stays as it is, the other one is published
 * nowhere.
 * @throws ConfigurationError before the first run; LockHeldError while jobs are at work
 */
export async function compareSchemas(options: ParityOptions): Promise<ParityResult> {
  const { config, signal } = options;
  const sqlRoot = options.sqlRoot ?? findSqlRoot();
  const applicationName = 'acme-etl parity';
  await migrate(requireWarehouse(config), sqlRoot, signal, 0, connectSettings(config));
  const session = await openWarehouse(config, { applicationName, dryRun: true, signal });
  let result: ParityResult;
  try {
    // No job may change one side while the other is computed.
    await holdLocks(session, options.jobs, options);
    await session.begin();
    result = await compareInside(session, sqlRoot, options);
  } catch (error) {
    // The stop took the connection, which is no failure of the database.
    throw signal.aborted ? new StoppedError({ cause: error }) : error;
  } finally {
    await session.end();
  }
  if (options.record) {
    const recorder = await openWarehouse(config, { applicationName, signal });
    try {
      await recordParity(recorder, config, result);
    } finally {
      await recorder.end();
    }
  }
  return result;
}

async function compareInside(
  session: Session,
  sqlRoot: string,
  options: ParityOptions,
): Promise<ParityResult> {
  const { config, log, signal } = options;
  const definitions = loadMetricDefinitions(sqlRoot);
  const compared = loadParityDefinitions(sqlRoot).filter(({ domain }) => options.domains.includes(domain));
  const published = await lastNow(session, definitions, config.flags.v1Schema);
  const now = config.runNow?.toISOString() ?? published;
  const keyring = readKeyring(config.keyring);
  const job = { name: 'parity', domain: 'parity' };
  const thisRun = await makeThisRun(session, { now, timeZone: config.timeZone });
  const runId = await openRun(session, job, runRecord(config, options.arguments, now, keyring));
  const context: PublishContext = {
    job,
    runId,
    now,
    timeZone: config.timeZone,
    warehouse: session,
    thisRun,
    keyring,
    disclosure: 'tokens',
    definitions,
    active: new Set(definitions.map(({ table }) => table)),
    computedTables: await readComputedTables(session, definitions, config.timeZone),
    fullRefresh: false,
    // Parity shows what is published, wrong rows and all: a run makes them good, a comparison reports them.
    verify: 'nothing',
    log,
    summary: emptySummary(),
    step: async (text) => options.onStep?.(text),
    patience: new LockPatience(config.lockWaitSeconds, log, signal),
    signal,
  };
  for (const definition of needed(definitions, compared)) {
    checkStopped(context);
    await publishPatiently(context, definition);
  }
  const { today } = await session.one<{ today: string }>(`select today::text from ${thisRun.name}`);
  const asOf = daysBefore(today, 1);
  const days = options.arguments.days ?? { from: daysBefore(today, usualDays), to: asOf };
  const comparedDays = await createScratchWith(session, 'compared', 'values ($1::date, $2::date)', [
    days.from,
    days.to,
  ]);
  const tables: TableParity[] = [];
  for (const definition of compared) {
    checkStopped(context);
    await context.step(`compare ${definition.table}`);
    tables.push(await compareTable(session, definition, comparedDays, asOf));
  }
  return { now, days, asOf, tables };
}

/** The now that the published side stands at: computed for any other, the sides would differ by the time between. */
async function lastNow(
  session: Session,
  definitions: readonly MetricDefinition[],
  v1Schema: boolean,
): Promise<string> {
  const published = [...activeTables(definitions, v1Schema)];
  const { now } = await session.one<{ now: Date | null }>(
    'select max(computed_now) as now from etl.metric_tables where table_name = any ($1)',
    [published],
  );
  if (now) return now.toISOString();
  throw new ConfigurationError(
    'there is nothing to compare yet: no job has run with these flags',
    'run them first: acme-etl run all',
  );
}

/** What is compared, and all that it reads, in the order of computation. */
function needed(
  definitions: readonly MetricDefinition[],
  compared: readonly ParityDefinition[],
): MetricDefinition[] {
  const wanted = new Set(compared.flatMap(({ table, counterparts }) => [table, ...counterparts]));
  // The definitions come after what they read: backwards, all readers are known before what they read.
  for (const { table, reads } of [...definitions].reverse())
    if (wanted.has(table)) for (const relation of Object.keys(reads)) wanted.add(relation);
  return definitions.filter(({ table, generation }) => wanted.has(table) || generation === 'intermediate');
}

const daysBefore = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
