import type { Job } from '@acme/pipeline';
import { userAnalytics } from './user-analytics';

/** Every job, in dependency order: a job comes after those whose facts its tables read. */
export const allJobs: readonly Job[] = [userAnalytics];
