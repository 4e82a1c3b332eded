import type { Config, RunArguments } from '@acme/config';
import { createLogger } from '@acme/logging';
import { compareSchemas, type Job, type ParityResult } from '@acme/pipeline';
import { allJobs } from '@acme/jobs';

export interface ParityRun {
  /** Local days of the tables of days, inclusive; absent: the last thirty. */
  readonly days?: RunArguments['days'];
  /** Keep the result in etl.parity. */
  readonly record: boolean;
  /** How long to wait for running runs, seconds. */
  readonly patienceSeconds: number;
  readonly signal?: AbortSignal;
  readonly onStep?: (step: string) => void;
}

/** Compares the tables of some jobs in both schemas. @throws LockHeldError while any job is running */
export function runParity(
  config: Config,
  jobs: readonly Job[],
  { days, record, patienceSeconds, signal, onStep }: ParityRun,
): Promise<ParityResult> {
  return compareSchemas({
    config,
    arguments: { ...(days ? { days } : {}), fullRefresh: false, dryRun: true, shadow: false },
    log: createLogger({ level: 'warn', destination: 'stderr' }),
    signal: signal ?? new AbortController().signal,
    ...(onStep ? { onStep } : {}),
    domains: jobs.map((job) => job.domain),
    jobs: allJobs,
    record,
    patienceSeconds,
  });
}
