import type { Job } from './job';
import type { MetricDefinition } from './metric-definition';

/** Which other jobs' results a job's tables read. */
export interface JobDependencies {
  /** Jobs whose facts they read: these have to be loaded. */
  readonly facts: ReadonlySet<string>;
  /** Jobs whose tables they read: these have to be published. */
  readonly tables: ReadonlySet<string>;
}

/** What each job waits for when several run together, by name; follows from the definitions. */
export function jobDependencies(
  jobs: readonly Job[],
  definitions: readonly MetricDefinition[],
): Map<string, JobDependencies> {
  const loadedBy = new Map(
    jobs.flatMap((job) => job.entities.map((entity) => [`core.${entity.name}`, job.name] as const)),
  );
  const jobOfDomain = new Map(jobs.map((job) => [job.metrics, job.name]));
  const publishedBy = new Map(definitions.map(({ table, domain }) => [table, jobOfDomain.get(domain)]));
  return new Map(
    jobs.map((job) => {
      const read = definitions
        .filter(({ domain }) => domain === job.metrics)
        .flatMap(({ reads }) => Object.keys(reads));
      const others = (owner: ReadonlyMap<string, string | undefined>) =>
        new Set(
          read
            .map((relation) => owner.get(relation))
            .filter((name): name is string => name !== undefined && name !== job.name),
        );
      return [job.name, { facts: others(loadedBy), tables: others(publishedBy) }];
    }),
  );
}
