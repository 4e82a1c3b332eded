import { requireSource, requireWarehouse } from '@acme/config';
import {
  findSqlRoot,
  openSource,
  openWarehouse,
  tryAdvisoryLock,
  type Session,
  type SourceSession,
} from '@acme/db';
import { LockHeldError, StoppedError } from '@acme/errors';
import { readKeyring } from '@acme/pii';
import { LockPatience } from '../context/lock-wait';
import type { RunContext } from '../context/run-context';
import { entitiesOf, generationOf } from '../definitions/generation';
import type { Job } from '../definitions/job';
import { explainExtraction } from '../source/extraction-error';
import { executeRun } from './execute-run';
import { closeRun } from './ledger';
import { openContext, sourcesFolderOf } from './open-context';
import { prepareWarehouse } from './prepare-warehouse';
import type { RunOptions, RunResult } from './run-options';

/**
 * Runs a job once: plan, preflight, extract and load, sweep, transform, check, publish, record.
 * @throws OperatorError for what an operator can correct; the ledger has the run's end in any case.
 */
export async function runJob(job: Job, options: RunOptions): Promise<RunResult> {
  return withRun(job, options, executeRun);
}

/**
 * Does something under the job's lock, between opening and closing a row of the ledger.
 * @throws OperatorError for what an operator can correct
 */
export async function withRun(
  job: Job,
  options: RunOptions,
  task: (context: RunContext) => Promise<void>,
): Promise<RunResult> {
  const { config, log, signal, sqlRoot = findSqlRoot() } = options;
  const started = Date.now();
  const keyring = readKeyring(config.keyring);
  const { warehouse, source } = await openSessions(job, options);
  try {
    await takeLock(warehouse, job);
    const patience = new LockPatience(config.lockWaitSeconds, log, signal, options.onStep);
    await prepareWarehouse(warehouse, { config, sqlRoot, patience, log, signal });
    const context = await openContext(job, options, { warehouse, source, keyring, patience });
    await doAndRecord(context, started, task);
    const { runId, now, summary } = context;
    return { job: job.name, runId, now, dryRun: warehouse.dryRun, summary };
  } catch (error) {
    throw asStopped(error, signal);
  } finally {
    await Promise.all([warehouse.end(), source.end()]);
  }
}

/** Both of them, or none. */
async function openSessions(
  job: Job,
  options: RunOptions,
): Promise<{ warehouse: Session; source: SourceSession }> {
  const { config, signal } = options;
  // A missing URL is said before any server is asked.
  requireWarehouse(config);
  requireSource(config, job.service);
  const common = { applicationName: job.name, signal };
  const warehouse = await openWarehouse(config, { ...common, dryRun: options.arguments.dryRun });
  try {
    const entities = entitiesOf(job, generationOf(config));
    const explain = explainExtraction(sourcesFolderOf(options), entities);
    return { warehouse, source: await openSource(config, job.service, { ...common, explain }) };
  } catch (error) {
    await warehouse.end();
    throw asStopped(error, signal);
  }
}

async function takeLock(warehouse: Session, job: Job): Promise<void> {
  if (await tryAdvisoryLock(warehouse.client, `acme-etl ${job.name}`)) return;
  throw new LockHeldError(
    `another run of ${job.name} is at work`,
    'wait until it has ended, then run again; `acme-etl history` shows it',
  );
}

/** `started`: when the run began, milliseconds. @throws what the task throws, once the ledger has it */
async function doAndRecord(
  context: RunContext,
  started: number,
  task: (context: RunContext) => Promise<void>,
): Promise<void> {
  const { warehouse, summary, signal } = context;
  let failure: unknown;
  try {
    await task(context);
  } catch (error) {
    failure = signal.aborted ? new StoppedError({ cause: error }) : error;
  }
  summary.seconds = (Date.now() - started) / 1000;
  // How the run ended is written although it was asked to stop, and although other sessions have facts locked.
  context.gate.release();
  await warehouse
    .close(() => closeRun(warehouse, context.runId, summary, failure))
    .catch((error: unknown) => {
      failure ??= error;
    });
  if (failure !== undefined) throw failure;
}

/** What a stop cancelled on the way is no failure of a database. */
const asStopped = (error: unknown, signal: AbortSignal): unknown =>
  signal.aborted && !(error instanceof StoppedError) ? new StoppedError({ cause: error }) : error;
