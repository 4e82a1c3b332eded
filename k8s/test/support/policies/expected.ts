import { allJobs } from '@acme/jobs';

/** When each job starts, in UTC. */
export const schedules: Readonly<Record<string, string>> = Object.fromEntries(
  allJobs.map(({ name, nightly }) => [name, nightly.at]),
);

export const allJobNames: readonly string[] = Object.keys(schedules);

/** The rights of an operator; what is not listed is not granted. */
export const operatorRights: readonly string[] = [
  'batch/cronjobs: get, list, watch, patch',
  'batch/jobs: get, list, watch, create',
  '/pods: get, list, watch',
  '/pods/log: get',
  '/events: list',
];
