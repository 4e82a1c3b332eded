import type { PublishContext } from '../context/publish-context';
import { guardTable } from '../context/disclosure';
import type { MetricDefinition } from '../definitions/metric-definition';
import { checkReads } from '../staleness/reads-check';
import { collectStale, type CollectedSlices } from '../staleness/collect-stale';
import { markEverything } from '../staleness/mark-everything';
import { readRange, type SliceRange } from '../staleness/slice-range';
import { needsRebuild, readTableState, type TableState } from '../staleness/table-state';
import { isOurs } from './archive';
import { syncMetricTable } from './metric-table';
import { verifyPublished, type Verdict } from './verify';

export interface PreparedSlices extends CollectedSlices {
  /** Absent: the table was never computed, or is not the one that was. */
  readonly state: TableState | undefined;
  /** Of a dense table. */
  readonly range: SliceRange | undefined;
  readonly verdict: Verdict;
}

/** Makes the table what its definition says, and the stale table the slices that are due. */
export async function prepareSlices(
  context: PublishContext,
  definition: MetricDefinition,
): Promise<PreparedSlices> {
  const { warehouse } = context;
  const recorded = await readTableState(context, definition);
  // A table that was dropped, or replaced by another one, is made anew.
  const state = (await isOurs(warehouse, definition.table)) ? recorded : undefined;
  if (state?.definition !== definition.fingerprint) {
    await syncMetricTable(warehouse, definition, context.log);
    await checkReads(context, definition);
  }
  const found = await verifyPublished(context, definition, recorded);
  await guardTable(context, definition.table);
  const rebuild = found.rebuild || (await needsRebuild(context, definition, state));
  if (rebuild) await markEverything(context, definition);
  const range = await readRange(context, definition);
  const collected = await collectStale(context, definition, state, range);
  return { ...collected, state, range, verdict: { ...found, rebuild } };
}

/** A dense table covers fewer slices than before: those outside are deleted. */
export function hasShrunk({ state, range }: PreparedSlices): boolean {
  if (!range || !state?.first_day || !state.last_day) return false;
  return !range.first || !range.last || range.first > state.first_day || range.last < state.last_day;
}
