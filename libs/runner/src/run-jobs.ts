import type { Config, RunArguments } from '@acme/config';
import { findSqlRoot } from '@acme/db';
import { keyringFileWarning } from '@acme/pii';
import { loadMetricDefinitions, runJob, type Job, type RunCoordinator } from '@acme/pipeline';
import { openDatabases } from './open-databases';
import { presentationFor, type Audience, type Presentation } from './presentation';
import { pushMetrics } from './push-metrics';
import { runOneByOne, runTogether } from './run-together';
import { shadow } from './shadow';
import type { EndedRun } from './termination-message';

export interface JobsRun {
  /** What the process is called in messages. */
  readonly program: string;
  readonly jobs: readonly Job[];
  readonly config: Config;
  readonly arguments: RunArguments;
  readonly audience: Audience;
  readonly signal: AbortSignal;
  /** How each job ends, by name; filled on the way. */
  readonly ended: Map<string, EndedRun>;
  /** Called with each error that a job ended with, after all have ended. */
  readonly complain: (name: string, error: unknown) => void;
}

/**
 * Runs the jobs and shows what they came to; the failure of one stops no other.
 * @throws what stops the process before or after the jobs; what stops a job is given to `complain`
 */
export async function runJobs(run: JobsRun): Promise<void> {
  const { program, jobs, config, arguments: given, ended, complain } = run;
  const presentation = presentationFor(run.audience, run);
  const { log } = presentation;
  log.info({ program, jobs: jobs.map(({ name }) => name), days: given.days }, 'started');
  if (given.daysFrom) log.info({ days: given.days }, `the days of this run come from the ${given.daysFrom}`);
  const open = await openDatabases(config, presentation.notice);
  const warning = keyringFileWarning(open.config.keyring.file);
  if (warning) log.warn(warning);
  try {
    // Jobs that run together are of one now, so that what they make of each other's tables agrees.
    const runConfig = jobs.length > 1 ? { runNow: new Date(), ...open.config } : open.config;
    const runOne = runnerOf({ ...run, config: runConfig }, presentation);
    const outcomes = given.dryRun
      ? await runOneByOne(jobs, runOne)
      : await runTogether(jobs, loadMetricDefinitions(findSqlRoot()), runOne);
    await presentation.close(outcomes, open.config);
    for (const { job, ...outcome } of outcomes)
      if ('error' in outcome) complain(jobs.length > 1 ? `${program}: ${job.name}` : program, outcome.error);
    const runs = [...ended.values()];
    if (!given.dryRun) await pushMetrics(runConfig, runs, log);
    if (given.shadow && runs.every(({ error }) => error === undefined))
      await shadow(jobs, runConfig, log, run.signal, presentation.say);
  } finally {
    await open.release();
  }
}

/** Runs one of the jobs, shows it, and notes how it ended. */
const runnerOf =
  (run: JobsRun, presentation: Presentation) => async (job: Job, coordinator?: RunCoordinator) => {
    try {
      const result = await runJob(job, {
        config: run.config,
        arguments: run.arguments,
        log: presentation.log.child({ job: job.name }),
        signal: run.signal,
        companions: run.jobs,
        ...(coordinator ? { coordinator } : {}),
        onStep: (step) => presentation.step(job, step),
        onOpen: (opened) => void run.ended.set(job.name, { job: job.name, ...opened }),
      });
      presentation.finished(job, result);
      return result;
    } catch (error) {
      run.ended.set(job.name, { ...run.ended.get(job.name)!, error });
      presentation.failed(job, error);
      throw error;
    }
  };
