import type { Logger } from 'pino';
import type { Disclosure } from '@acme/config';
import type { Session, SourceSession } from '@acme/db';
import type { Entity } from '@acme/models';
import type { Keyring } from '@acme/pii';
import type { Generation } from '../definitions/generation';
import type { Job } from '../definitions/job';
import type { LockGate, LockPatience } from './lock-wait';
import type { MetricDefinition } from '../definitions/metric-definition';
import type { RunSummary } from './summary';
import type { RunCoordinator } from './run-coordinator';

/** What every step of a run needs. One run, one context. */
export interface RunContext {
  readonly job: Job;
  readonly runId: string;
  /** The run's one logical now, an ISO instant. */
  readonly now: string;
  /** The IANA zone of day boundaries. */
  readonly timeZone: string;
  /** The job's entities, without optional ones that the source lacks; known once `work` has begun. */
  entities: readonly Entity[];
  readonly warehouse: Session;
  readonly source: SourceSession;
  readonly keyring: Keyring;
  /** Of the source tables, the one in use. */
  readonly generation: Generation;
  /** What v1 tables may show of personal values. */
  readonly disclosure: Disclosure;
  /** All metric tables of all jobs, in dependency order: a change marks the tables of any of them. */
  readonly definitions: readonly MetricDefinition[];
  /** Those that the flags publish, and the steps. */
  readonly active: ReadonlySet<string>;
  /** Those that were computed by their present definition: changes mark slices of them, not the whole. */
  readonly computedTables: Set<string>;
  readonly sourcesFolder: string;
  readonly limits: {
    readonly batchRows: number;
    readonly overlapMinutes: number;
    readonly quarantineShare: number;
    readonly deleteShare: number;
    readonly sweepBucketIds: number;
  };
  /** An explicit range of local days, inclusive; absent: everything due. */
  readonly days?: { readonly from: string; readonly to: string };
  readonly fullRefresh: boolean;
  /** How much is held against what was published before it is brought up to date; absent: a share of the slices. */
  readonly verify?: 'everything' | 'nothing';
  /** Entities of the other jobs of this process: a full refresh loads them again too. */
  readonly companions: ReadonlySet<string>;
  /** What the job's entities are made by, by name; known once `work` has begun. */
  readonly madeOf: Map<string, string>;
  readonly log: Logger;
  readonly summary: RunSummary;
  /** Shows what the run is at; also the connection's name in pg_stat_activity. */
  readonly step: (text: string) => Promise<void>;
  readonly coordinator: RunCoordinator;
  /** With locks that others hold. */
  readonly patience: LockPatience;
  /** Names the facts that the next units write, so that they begin when nobody has them locked. */
  readonly gate?: LockGate;
  readonly signal: AbortSignal;
}
