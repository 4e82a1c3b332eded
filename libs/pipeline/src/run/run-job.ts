import { join } from 'node:path';
import type { Logger } from 'pino';
import { requireSource, requireWarehouse, type Config, type RunArguments } from '@acme/config';
import {
  connect,
  connectSettings,
  findSqlRoot,
  pendingMigrations,
  Session,
  SourceSession,
  tryAdvisoryLock,
  type ConnectSettings,
} from '@acme/db';
import { ExitCode, LockHeldError, OperatorError, StoppedError } from '@acme/errors';
import { readKeyring } from '@acme/pii';
import type { RunContext } from '../context/run-context';
import { explainExtraction } from '../source/extraction-error';
import type { Job } from '../definitions/job';
import { coreNames, entitiesOf, generationOf } from '../definitions/generation';
import { closeRun, openRun } from './ledger';
import { LockGate, LockPatience } from '../context/lock-wait';
import { migratePatiently } from './migrate-patiently';
import { activeTables, loadMetricDefinitions } from '../definitions/metric-definition';
import { readComputedTables } from '../staleness/slices';
import { executeRun } from './execute-run';
import { noCoordination, type RunCoordinator } from '../context/run-coordinator';
import { emptySummary, type RunSummary } from '../context/summary';

export interface RunOptions {
  readonly config: Config;
  readonly arguments: RunArguments;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** Folder of the SQL files; absent: the project's own. */
  readonly sqlRoot?: string;
  /** Told what the run is at, for progress on a terminal. */
  readonly onStep?: (step: string) => void;
  /** Told when the run has its row in the ledger; the summary fills while the run goes on. */
  readonly onOpen?: (opened: { runId: string; now: string; summary: RunSummary }) => void;
  /** Jobs of the same process, this one included; absent: it runs alone. */
  readonly companions?: readonly Job[];
  /** For jobs that run at the same time; absent: nothing is waited for. */
  readonly coordinator?: RunCoordinator;
}

export interface RunResult {
  readonly job: string;
  readonly runId: string;
  readonly now: string;
  readonly dryRun: boolean;
  readonly summary: RunSummary;
}

/**
 * Runs a job once: plan, preflight, extract and load, sweep, transform, check, publish, record.
 * @throws OperatorError for whatever an operator can mend; the ledger has the run's end in any case.
 */
export async function runJob(job: Job, options: RunOptions): Promise<RunResult> {
  return withRun(job, options, executeRun);
}

/**
 * Does something under the job's lock, between opening and closing a row of the ledger.
 * @throws OperatorError for whatever an operator can mend
 */
export async function withRun(
  job: Job,
  options: RunOptions,
  task: (context: RunContext) => Promise<void>,
): Promise<RunResult> {
  const { config, log, signal } = options;
  const started = Date.now();
  const sqlRoot = options.sqlRoot ?? findSqlRoot();
  const keyring = readKeyring(config.keyring);
  const warehouseUrl = requireWarehouse(config);
  const sourceUrl = requireSource(config, job.service);
  const sourcesFolder = config.sourcesSqlDir ?? join(sqlRoot, 'sources', generationOf(config));
  const connection = { applicationName: job.name, ...connectSettings(config), signal };
  const { dryRun } = options.arguments;
  const client = await connect({ ...connection, url: warehouseUrl, name: 'warehouse' });
  const warehouse = new Session(client, 'warehouse', dryRun, signal);
  let source: SourceSession | undefined;
  try {
    source = await SourceSession.open({
      ...connection,
      url: sourceUrl,
      name: job.service,
      // What legacy rows are converted by, on either side.
      settings: { 'etl.legacy_currency': config.legacyCurrency },
      explain: explainExtraction(sourcesFolder, entitiesOf(job, generationOf(config))),
    });
    if (!(await tryAdvisoryLock(client, `acme-etl ${job.name}`))) {
      throw new LockHeldError(
        `another run of ${job.name} is at work`,
        'wait until it has ended, then run again; `acme-etl history` shows it',
      );
    }
    const patience = new LockPatience(config.lockWaitSeconds, log, signal, options.onStep);
    await prepareWarehouse(warehouse, warehouseUrl, sqlRoot, patience, log, connection);
    await warehouse.query("select set_config('lock_timeout', $1, false)", [`${config.lockWaitSeconds}s`]);
    const gate = new LockGate(warehouse, patience);
    warehouse.gate = gate;
    await warehouse.begin();
    await warehouse.query("select set_config('etl.legacy_currency', $1, false)", [config.legacyCurrency]);
    const now = (config.runNow ?? new Date()).toISOString();
    const runId = await openRun(warehouse, job, {
      now,
      zone: config.zone,
      arguments: { ...options.arguments },
      flags: config.flags,
      keyVersion: keyring.version,
      jobName: config.jobName,
      podName: config.podName,
    });
    const summary = emptySummary();
    options.onOpen?.({ runId, now, summary });
    const definitions = loadMetricDefinitions(sqlRoot);
    const context: RunContext = {
      job,
      runId,
      now,
      timeZone: config.zone,
      warehouse,
      source,
      keyring,
      definitions,
      computedTables: await readComputedTables(warehouse, definitions, config.zone),
      generation: generationOf(config),
      // Nobody reads v1 tables that are not published.
      disclosure: config.flags.v1Schema ? config.disclosure : 'tokens',
      active: activeTables(definitions, config.flags.v1Schema),
      sourcesFolder,
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
    let failure: unknown;
    try {
      await task(context);
    } catch (error) {
      failure = signal.aborted ? new StoppedError({ cause: error }) : error;
    }
    summary.seconds = (Date.now() - started) / 1000;
    // How the run ended is written although it was asked to stop, and whoever has facts locked.
    gate.release();
    await warehouse
      .close(() => closeRun(warehouse, runId, summary, failure))
      .catch((error: unknown) => {
        failure ??= error;
      });
    if (failure !== undefined) throw failure;
    return { job: job.name, runId, now, dryRun, summary };
  } catch (error) {
    // What a stop cancelled on the way is no failure of a database.
    if (signal.aborted && !(error instanceof StoppedError)) throw new StoppedError({ cause: error });
    throw error;
  } finally {
    await Promise.all([warehouse.end(), source?.end()]);
  }
}

/** Migrations wait for each other; a dry run writes none and so cannot go on without them. */
async function prepareWarehouse(
  warehouse: Session,
  url: string,
  sqlRoot: string,
  patience: LockPatience,
  log: Logger,
  connection: ConnectSettings & { signal: AbortSignal },
): Promise<void> {
  const { signal, ...settings } = connection;
  const pending = await pendingMigrations(url, sqlRoot, signal, settings);
  if (pending.length === 0) return;
  if (warehouse.dryRun) {
    throw new WarehouseNotReadyError(
      `the warehouse lacks ${pending.length} migrations (${pending.join(', ')}): the next run applies them and loads everything`,
      'run without --dry-run to go on',
    );
  }
  const applied = await migratePatiently(warehouse, url, sqlRoot, patience, settings, signal);
  if (applied.length > 0) log.info({ applied }, 'warehouse migrated');
}

/** A dry run met a warehouse that has yet to be migrated (exit 78). */
export class WarehouseNotReadyError extends OperatorError {
  readonly exitCode = ExitCode.configuration;
}
