import { programVersion, type Config, type RunArguments } from '@acme/config';
import { exitCodeOf, StoppedError, describeError } from '@acme/errors';
import type { Session } from '@acme/db';
import type { Keyring } from '@acme/pii';
import type { Job } from '../definitions/job';
import type { RunSummary } from '../context/summary';

export interface RunRecord {
  readonly now: string;
  readonly zone: string;
  readonly arguments: Record<string, unknown>;
  readonly flags: Record<string, unknown>;
  readonly keyVersion: number;
  readonly jobName: string | undefined;
  readonly podName: string | undefined;
}

/** What the ledger notes of a run, out of what it was started with; `now` is its logical now, an ISO instant. */
export const runRecord = (
  config: Config,
  runArguments: RunArguments,
  now: string,
  keyring: Keyring,
): RunRecord => ({
  now,
  zone: config.timeZone,
  arguments: { ...runArguments },
  flags: config.flags,
  keyVersion: keyring.version,
  jobName: config.jobName,
  podName: config.podName,
});

/** Opens the run's row in the ledger. Runs of the job that still say running were killed: the lock is ours. */
export async function openRun(
  warehouse: Session,
  job: Pick<Job, 'name'>,
  record: RunRecord,
): Promise<string> {
  return warehouse.transaction(async () => {
    await warehouse.query(
      `update etl.runs set status = 'abandoned', finished_at = clock_timestamp() where job = $1 and status = 'running'`,
      [job.name],
    );
    const { run_id: runId } = await warehouse.one<{ run_id: string }>(
      `insert into etl.runs (job, status, logical_now, zone, arguments, flags, key_version, job_name, pod_name, program_version)
       values ($1, 'running', $2, $3, $4, $5, $6, $7, $8, $9) returning run_id::text`,
      [
        job.name,
        record.now,
        record.zone,
        JSON.stringify(record.arguments),
        JSON.stringify(record.flags),
        record.keyVersion,
        record.jobName ?? null,
        record.podName ?? null,
        programVersion,
      ],
    );
    return runId;
  });
}

/** Closes the run's row. An error is recorded by class, message and instruction: none holds row values. */
export async function closeRun(
  warehouse: Session,
  runId: string,
  summary: RunSummary,
  error?: unknown,
): Promise<void> {
  const status = error === undefined ? 'succeeded' : error instanceof StoppedError ? 'stopped' : 'failed';
  const described = error === undefined ? null : describeError(error);
  await warehouse.transaction(() =>
    warehouse.query(
      `update etl.runs set status = $2, finished_at = clock_timestamp(), exit_code = $3, error = $4, summary = $5 where run_id = $1`,
      [
        runId,
        status,
        error === undefined ? 0 : exitCodeOf(error),
        JSON.stringify(described),
        JSON.stringify(summary),
      ],
    ),
  );
}
