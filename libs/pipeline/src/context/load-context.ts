import type { SourceSession } from '@acme/db';
import type { Entity } from '@acme/models';
import type { Generation } from '../definitions/generation';
import type { Job } from '../definitions/job';
import type { LockGate } from './lock-wait';
import type { RunBase } from './run-base';

/** What reading the source needs: everything that is known before the source was looked at. */
export interface SourceContext extends RunBase {
  readonly job: Job;
  readonly source: SourceSession;
  /** Of the source tables, the one in use. */
  readonly generation: Generation;
  readonly sourcesFolder: string;
  readonly limits: {
    readonly batchRows: number;
    readonly overlapMinutes: number;
    readonly quarantineShare: number;
    readonly deleteShare: number;
    readonly sweepBucketIds: number;
  };
  /** Entities of the other jobs of this process: a full refresh loads them again too. */
  readonly companions: ReadonlySet<string>;
  /** Names the facts that the next transactions write, so that they begin when no other session has them locked. */
  readonly gate: LockGate;
}

/** What loading needs: a source that was found to be what the models say. */
export interface LoadContext extends SourceContext {
  /** The job's entities in loading order, without optional ones that the source lacks. */
  readonly entities: readonly Entity[];
  /** By name of an entity, the fingerprint of what its rows in core are made by. */
  readonly madeOf: ReadonlyMap<string, string>;
}
