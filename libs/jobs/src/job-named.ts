import { allJobs } from './all';
import type { ScheduledJob } from './scheduled-job';

/** The job of that name in the table. @throws Error when there is none: a mistake in the program */
export function jobNamed(name: string): ScheduledJob {
  const job = allJobs.find((each) => each.name === name);
  if (!job) throw new Error(`libs/jobs/src/all.ts has no job ${name}`);
  return job;
}
