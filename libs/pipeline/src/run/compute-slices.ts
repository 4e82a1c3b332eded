import type { Session } from '@acme/db';
import { checkFresh } from '../context/checks';
import type { MetricDefinition } from '../definitions/metric-definition';
import { computeFresh } from '../publish/compute-fresh';
import type { Computed } from '../publish/write-differences';
import { makeThisRun } from '../context/this-run';
import { collectStale } from '../staleness/collect-stale';
import { markEverything } from '../staleness/mark-everything';
import { readRange } from '../staleness/slice-range';

/** What a table is computed for, apart from any run. */
export interface Computation {
  /** Migrated, with every table that the definition reads, and inside a transaction that the caller rolls back. */
  readonly warehouse: Session;
  readonly definition: MetricDefinition;
  /** The logical now, an ISO instant. */
  readonly now: string;
  /** The IANA zone of day boundaries. */
  readonly timeZone: string;
  /** Exactly these local days, inclusive; absent: every slice that a row of what is read reaches, and the range. */
  readonly days?: { readonly from: string; readonly to: string };
}

/**
 * Computes slices of a table from the facts and tables that stand in the warehouse, as a run would that has never
 * published it, and leaves their rows in the temporary table `fresh`. Nothing is published. Gives the number of slices.
 * @throws ChecksFailedError; what the server says of the definition's statements comes as it is
 */
export async function computeSlices(computation: Computation): Promise<number> {
  const { stale, fresh } = await computeUnchecked(computation);
  await checkFresh(computation, computation.definition, fresh);
  return stale.rows;
}

/** The same without a look at the rows, with the slices and the rows that were computed. */
export async function computeUnchecked(computation: Computation): Promise<Pick<Computed, 'stale' | 'fresh'>> {
  const { definition } = computation;
  const thisRun = await makeThisRun(computation.warehouse, computation);
  // Marks that are rolled back are of no run.
  const context = { ...computation, thisRun, runId: '0' };
  if (!computation.days) await markEverything(context, definition);
  const range = await readRange(context, definition);
  const { stale } = await collectStale(context, definition, undefined, range);
  return { stale, fresh: await computeFresh(context, definition) };
}
