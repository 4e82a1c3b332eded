import { JobsTogether, type Job, type MetricDefinition, type RunResult, type Together } from '@acme/pipeline';

export type Outcome =
  { readonly job: Job; readonly result: RunResult } | { readonly job: Job; readonly error: unknown };

/**
 * Runs jobs at the same time. Each loads its facts at once and computes a table as soon as what it reads is
 * there, by whichever job. A job that fails holds up nobody: the others go on with what is there.
 */
export async function runTogether(
  jobs: readonly Job[],
  definitions: readonly MetricDefinition[],
  run: (job: Job, together: Together) => Promise<RunResult>,
): Promise<Outcome[]> {
  const together = new JobsTogether(jobs, definitions);
  return Promise.all(
    jobs.map(async (job): Promise<Outcome> => {
      try {
        return { job, result: await run(job, together) };
      } catch (error) {
        return { job, error };
      } finally {
        together.ended(job);
      }
    }),
  );
}
