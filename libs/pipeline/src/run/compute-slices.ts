import type { Session } from '@acme/db';
import { checkFresh } from '../context/checks';
import type { MetricDefinition } from '../definitions/metric-definition';
import { computeFresh } from '../publish/compute-fresh';
import { collectStale, markEverything, readRange } from '../staleness/slices';
import { makeThisRun } from './execute-run';

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
  const { definition } = computation;
  // Marks that are rolled back are of no run.
  const context = { ...computation, runId: '0' };
  await makeThisRun(context);
  if (!computation.days) await markEverything(context, definition);
  const slices = await collectStale(context, definition, undefined, await readRange(context, definition));
  await computeFresh(context, definition);
  await checkFresh(context, definition);
  return slices;
}
