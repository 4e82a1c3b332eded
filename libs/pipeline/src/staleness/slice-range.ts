import type { Session } from '@acme/db';
import type { MetricDefinition } from '../definitions/metric-definition';

/** The first and last slice of a dense table; null where there is no data. */
export interface SliceRange {
  readonly first: string | null;
  readonly last: string | null;
}

/** Undefined for a table that is not dense: it has the slices that its facts reach. */
export async function readRange(
  { warehouse }: { readonly warehouse: Session },
  { rangeQuery }: MetricDefinition,
): Promise<SliceRange | undefined> {
  if (!rangeQuery) return undefined;
  const rows = await warehouse.rows<SliceRange>(
    `select first_slice::text as first, last_slice::text as last from (${rangeQuery}\n) as range`,
  );
  return rows[0] ?? { first: null, last: null };
}
