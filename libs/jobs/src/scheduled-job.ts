import type { Job } from '@acme/pipeline';

/** A job as it is declared: what the engine does, and when Kubernetes starts it. */
export interface ScheduledJob extends Job {
  readonly nightly: {
    /** A cron expression in UTC. */
    readonly at: string;
    /** Why then, in a sentence; it stands beside the schedule in the CronJob's manifest. */
    readonly because: string;
  };
}
