import type { Logger } from 'pino';
import type { Disclosure } from '@acme/config';
import type { Session } from '@acme/db';
import type { Keyring } from '@acme/pii';
import type { Job } from '../definitions/job';
import type { Scratch } from '../sql/scratch';
import type { MetricDefinition } from '../definitions/metric-definition';
import type { RunSummary } from './summary';

/** What slices of a table are computed by, in a run or apart from any. */
export interface ComputeContext {
  /** The run of `etl.runs` that marks are made in the name of. */
  readonly runId: string;
  /** The one logical now, an ISO instant. */
  readonly now: string;
  /** The IANA zone of day boundaries. */
  readonly timeZone: string;
  readonly warehouse: Session;
  /** The same for queries, with the local day that is running. */
  readonly thisRun: Scratch<'this_run'>;
  /** An explicit range of local days, inclusive; absent: everything due. */
  readonly days?: { readonly from: string; readonly to: string };
}

/** What loading and publishing have in common. One run, one of them. */
export interface RunBase extends ComputeContext {
  readonly job: Pick<Job, 'name' | 'domain'>;
  readonly keyring: Keyring;
  /** What v1 tables may show of personal values. */
  readonly disclosure: Disclosure;
  /** All metric tables of all jobs, in dependency order: a change marks the tables of any of them. */
  readonly definitions: readonly MetricDefinition[];
  /** Those that the flags publish, and the intermediate ones. */
  readonly active: ReadonlySet<string>;
  /** Those that were computed by their present definition: changes mark slices of them, not the whole. */
  readonly computedTables: Set<string>;
  readonly fullRefresh: boolean;
  readonly log: Logger;
  readonly summary: RunSummary;
  /** Shows what the run is at; also the connection's name in pg_stat_activity. */
  readonly step: (text: string) => Promise<void>;
  readonly signal: AbortSignal;
}
