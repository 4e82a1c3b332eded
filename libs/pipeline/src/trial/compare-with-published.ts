import type { Session } from '@acme/db';
import type { MetricDefinition } from '../definitions/metric-definition';
import { compareMeasures, type MeasureChange } from './compare-measures';
import { compareShape, type ShapeChange } from './compare-shape';
import type { Computed } from './compute-working-copy';
import { makePairs } from './make-pairs';
import type { PublishedState } from './published-state';

/** How the computed rows differ from the published ones of the same slices. */
export interface Comparison {
  readonly shape: ShapeChange;
  readonly rows: {
    readonly computed: number;
    readonly published: number;
    readonly added: number;
    readonly removed: number;
    readonly changed: number;
  };
  /** The slices in which something differs: how many, the first and the last. */
  readonly touched: { readonly slices: number; readonly first: string | null; readonly last: string | null };
  /** Columns of both sides in which values differ, most rows first. */
  readonly measures: readonly MeasureChange[];
  /** A few keys of rows that come and go, as text. */
  readonly examples: { readonly added: readonly string[]; readonly removed: readonly string[] };
}

const shownExamples = 3;

/** Compares the computed rows with what is published of their slices. */
export async function compareWithPublished(
  warehouse: Session,
  definition: MetricDefinition,
  published: PublishedState,
  computed: Computed,
): Promise<Comparison> {
  const shape = compareShape(definition, published);
  const pairs = await makePairs(warehouse, definition, shape, computed);
  const counts = await warehouse.one<
    Record<'computed' | 'published' | 'added' | 'removed' | 'changed', string>
  >(
    `select count(*) filter (where kind <> 'removed')::text as computed,
       count(*) filter (where kind <> 'added')::text as published,
       count(*) filter (where kind = 'added')::text as added,
       count(*) filter (where kind = 'removed')::text as removed,
       count(*) filter (where kind = 'changed')::text as changed
     from ${pairs.name}`,
  );
  const touched = await warehouse.one<{ slices: string; first: string | null; last: string | null }>(
    `select count(distinct slice)::text as slices, min(slice) as first, max(slice) as last
     from ${pairs.name} where kind <> 'same'`,
  );
  const keys = async (kind: string) =>
    (
      await warehouse.rows<{ key: string }>(
        `select key from ${pairs.name} where kind = $1 order by slice desc, key limit ${shownExamples}`,
        [kind],
      )
    ).map(({ key }) => key);
  return {
    shape,
    rows: {
      computed: Number(counts.computed),
      published: Number(counts.published),
      added: Number(counts.added),
      removed: Number(counts.removed),
      changed: Number(counts.changed),
    },
    touched: { ...touched, slices: Number(touched.slices) },
    measures: await compareMeasures(warehouse, definition, shape, pairs),
    examples: { added: await keys('added'), removed: await keys('removed') },
  };
}
