export { allJobs } from './all';
export { jobNamed } from './job-named';
export type { ScheduledJob } from './scheduled-job';
