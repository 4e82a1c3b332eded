import type { Logger } from 'pino';
import type { Session, SourceSession } from '@acme/db';
import type { Keyring } from '@acme/pii';
import { checkFresh } from '../context/checks';
import type { RunContext } from '../context/context';
import { LockPatience } from '../context/lock-wait';
import { emptySummary } from '../context/summary';
import { noCoordination } from '../context/run-coordinator';
import type { MetricDefinition } from '../definitions/metric-definition';
import { computeFresh } from '../publish/publish';
import { collectStale, markEverything, readRange } from '../staleness/slices';
import { makeThisRun } from './execute-run';

/** What a table is computed for, apart from any run. */
export interface Computation {
  /** Migrated, with every table that the definition reads, and inside a transaction that the caller rolls back. */
  readonly warehouse: Session;
  /** All of them: columns that others read of the same facts come along in propagation queries. */
  readonly definitions: readonly MetricDefinition[];
  readonly definition: MetricDefinition;
  /** The logical now, an ISO instant. */
  readonly now: string;
  /** The IANA zone of day boundaries. */
  readonly timeZone: string;
  /** Exactly these local days, inclusive; absent: every slice that a row of what is read reaches, and the range. */
  readonly days?: { readonly from: string; readonly to: string };
  readonly log: Logger;
}

/**
 * Computes slices of a table from the facts and tables that stand in the warehouse, as a run would that has never
 * published it, and leaves their rows in the temporary table `fresh`. Nothing is published. Gives the number of slices.
 * @throws ChecksFailedError; what the server says of the definition's statements comes as it is
 */
export async function computeSlices(computation: Computation): Promise<number> {
  const { definition } = computation;
  const context = withoutRun(computation);
  await makeThisRun(context);
  if (!computation.days) await markEverything(context, definition);
  const slices = await collectStale(context, definition, undefined, await readRange(context, definition));
  await computeFresh(context, definition);
  await checkFresh(context, definition);
  return slices;
}

/** No job, no source, no row of the ledger: computing asks for none of them. */
function withoutRun({
  warehouse,
  definitions,
  definition,
  now,
  timeZone,
  days,
  log,
}: Computation): RunContext {
  const { signal } = new AbortController();
  return {
    job: { name: 'none', service: 'users', entities: [], domain: definition.domain },
    runId: '0',
    now,
    timeZone,
    entities: [],
    warehouse,
    source: undefined as unknown as SourceSession,
    keyring: undefined as unknown as Keyring,
    generation: 'v2',
    disclosure: 'tokens',
    definitions,
    active: new Set([definition.table]),
    computedTables: new Set(),
    sourcesFolder: '',
    limits: { batchRows: 0, overlapMinutes: 0, quarantineShare: 0, deleteShare: 0, sweepBucketIds: 0 },
    ...(days ? { days } : {}),
    fullRefresh: false,
    companions: new Set(),
    madeOf: new Map(),
    log,
    summary: emptySummary(),
    step: async () => undefined,
    coordinator: noCoordination,
    patience: new LockPatience(0, log, signal),
    signal,
  };
}
