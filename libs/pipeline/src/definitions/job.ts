import type { Service } from '@acme/config';
import type { Entity } from '@acme/models';

/** All that is particular to one job; the engine does the rest. */
export interface Job {
  /** Name of the app, the CronJob, the lock and the ledger's rows. */
  readonly name: string;
  /** Whose database the entities are read from. */
  readonly service: Service;
  /** In the order in which they are loaded from the v2 source tables. */
  readonly entities: readonly Entity[];
  /** The same for the legacy source tables; absent: there are none, and both flags read alike. */
  readonly legacyEntities?: readonly Entity[];
  /** Folder below sql/metrics, and below sql/metrics/v1, with the tables this job owns. */
  readonly domain: string;
}
