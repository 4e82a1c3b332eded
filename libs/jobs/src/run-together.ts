import { jobDependencies, type Job, type MetricDefinition, type RunResult } from '@acme/pipeline';

export type Outcome =
  { readonly job: Job; readonly result: RunResult } | { readonly job: Job; readonly error: unknown };

/**
 * Runs jobs at the same time. Each loads its facts at once and computes its tables as soon as the facts
 * they read are loaded and the tables they read are published, by whichever job. A job that fails holds up
 * nobody: the others go on with what is there.
 */
export async function runTogether(
  jobs: readonly Job[],
  definitions: readonly MetricDefinition[],
  run: (job: Job, onLoaded: () => Promise<void>) => Promise<RunResult>,
): Promise<Outcome[]> {
  const dependencies = jobDependencies(jobs, definitions);
  const loaded = new Map(jobs.map((job) => [job.name, gate()]));
  const ended = new Map(jobs.map((job) => [job.name, gate()]));
  return Promise.all(
    jobs.map(async (job): Promise<Outcome> => {
      const { facts, tables } = dependencies.get(job.name)!;
      const onLoaded = async () => {
        loaded.get(job.name)!.open();
        await Promise.all([
          ...[...facts].map((name) => loaded.get(name)!.opened),
          ...[...tables].map((name) => ended.get(name)!.opened),
        ]);
      };
      try {
        return { job, result: await run(job, onLoaded) };
      } catch (error) {
        return { job, error };
      } finally {
        loaded.get(job.name)!.open();
        ended.get(job.name)!.open();
      }
    }),
  );
}

function gate() {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}
