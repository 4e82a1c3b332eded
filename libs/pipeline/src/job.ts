import type { Entity, Service } from '@acme/models';

/** All that is particular to one job; the engine does the rest. */
export interface Job {
  /** Name of the app, the CronJob, the lock and the ledger's rows. */
  readonly name: string;
  /** Whose database the entities are read from. */
  readonly service: Service;
  /** In the order in which they are loaded. */
  readonly entities: readonly Entity[];
  /** Folder below sql/metrics with the tables this job owns. */
  readonly metrics: string;
}
