import { join } from 'node:path';
import { findSqlRoot, type Session, type SourceSession } from '@acme/db';
import type { Keyring } from '@acme/pii';
import { LockGate, type LockPatience } from '../context/lock-wait';
import type { RunContext } from '../context/run-context';
import { noCoordination } from '../context/run-coordinator';
import { emptySummary } from '../context/summary';
import { coreNames, generationOf } from '../definitions/generation';
import type { Job } from '../definitions/job';
import { activeTables, loadMetricDefinitions } from '../definitions/metric-definition';
import { makeThisRun } from '../context/this-run';
import { readComputedTables } from '../staleness/table-state';
import { openRun, runRecord } from './ledger';
import type { RunOptions } from './run-options';

/** What a run holds before it has its row in the ledger. */
export interface Opening {
  readonly warehouse: Session;
  readonly source: SourceSession;
  readonly keyring: Keyring;
  readonly patience: LockPatience;
}

/** Folder of the extraction queries. */
export const sourcesFolderOf = ({ config, sqlRoot = findSqlRoot() }: RunOptions): string =>
  config.sourcesSqlDir ?? join(sqlRoot, 'sources', generationOf(config));

/** Opens the run's row in the ledger of a migrated warehouse, and gives all that the run's phases need. */
export async function openContext(
  job: Job,
  options: RunOptions,
  { warehouse, source, keyring, patience }: Opening,
): Promise<RunContext> {
  const { config, log, signal } = options;
  const gate = new LockGate(warehouse, patience);
  warehouse.gate = gate;
  await warehouse.query("select set_config('lock_timeout', $1, false)", [`${config.lockWaitSeconds}s`]);
  await warehouse.begin();
  await warehouse.query("select set_config('etl.legacy_currency', $1, false)", [config.legacyCurrency]);
  const now = (config.runNow ?? new Date()).toISOString();
  const thisRun = await makeThisRun(warehouse, { now, timeZone: config.timeZone });
  const runId = await openRun(warehouse, job, runRecord(config, options.arguments, now, keyring));
  const summary = emptySummary();
  options.onOpen?.({ runId, now, summary });
  const definitions = loadMetricDefinitions(options.sqlRoot ?? findSqlRoot());
  return {
    job,
    runId,
    now,
    timeZone: config.timeZone,
    warehouse,
    thisRun,
    source,
    keyring,
    definitions,
    computedTables: await readComputedTables(warehouse, definitions, config.timeZone),
    generation: generationOf(config),
    // v1 tables that are not published show nothing.
    disclosure: config.flags.v1Schema ? config.disclosure : 'tokens',
    active: activeTables(definitions, config.flags.v1Schema),
    sourcesFolder: sourcesFolderOf(options),
    limits: {
      batchRows: config.loadBatchRows,
      overlapMinutes: config.watermarkOverlapMinutes,
      quarantineShare: config.quarantineLimit,
      deleteShare: config.deleteLimit,
      sweepBucketIds: config.sweepBucketIds,
    },
    ...(options.arguments.days ? { days: options.arguments.days } : {}),
    fullRefresh: options.arguments.fullRefresh,
    companions: new Set((options.companions ?? []).flatMap(coreNames)),
    log,
    summary,
    step: async (text) => {
      options.onStep?.(text);
      log.debug({ step: text }, 'step');
      await warehouse.query("select set_config('application_name', $1, false)", [
        `${job.name}: ${text}`.slice(0, 63),
      ]);
    },
    coordinator: options.coordinator ?? noCoordination,
    patience,
    gate,
    signal,
  };
}
