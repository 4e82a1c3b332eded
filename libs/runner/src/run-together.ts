import {
  JobsCoordinator,
  type Job,
  type MetricDefinition,
  type RunResult,
  type RunCoordinator,
} from '@acme/pipeline';

export type Outcome =
  { readonly job: Job; readonly result: RunResult } | { readonly job: Job; readonly error: unknown };

type Run = (job: Job, coordinator?: RunCoordinator) => Promise<RunResult>;

/**
 * Runs jobs at the same time. Each loads its facts at once and computes a table as soon as what it reads is
 * there, by whichever job. A job that fails holds up no other: they go on with what is there.
 */
export async function runTogether(
  jobs: readonly Job[],
  definitions: readonly MetricDefinition[],
  run: Run,
): Promise<Outcome[]> {
  const coordinator = new JobsCoordinator(jobs, definitions);
  return Promise.all(
    jobs.map(async (job) => {
      const outcome = await runOne(job, run, coordinator);
      coordinator.ended(job);
      return outcome;
    }),
  );
}

/** Runs jobs one after the other: dry runs see nothing of each other, and would wait for each other's locks. */
export async function runOneByOne(jobs: readonly Job[], run: Run): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const job of jobs) outcomes.push(await runOne(job, run));
  return outcomes;
}

async function runOne(job: Job, run: Run, coordinator?: RunCoordinator): Promise<Outcome> {
  try {
    return { job, result: await run(job, coordinator) };
  } catch (error) {
    return { job, error };
  }
}
