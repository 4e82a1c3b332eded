import type { PublishContext } from '../context/publish-context';
import type { MetricDefinition } from '../definitions/metric-definition';
import { syncMetricTable } from './metric-table';
import { isRecorded, noticeDifferences, type DifferingSlice } from '../staleness/published-slices';
import { sliceKindOf } from '../staleness/slice-kind';
import type { TableState } from '../staleness/table-state';
import { shapeDifferences } from './table-shape';

/** What a run found changed in a metric table from outside the ETL, and what has to be computed to repair it. */
export interface Verdict {
  /** All of it. */
  readonly rebuild: boolean;
  /** There is something to repair, be it only rows that no slice of the table has. */
  readonly differs: boolean;
}

/**
 * Before a table is brought up to date: looks whether it is what the last publication left. The shape is mended at
 * once, the slices that differ are marked; what stands there is never taken for what was published.
 */
export async function verifyPublished(
  context: PublishContext,
  definition: MetricDefinition,
  recorded: TableState | undefined,
): Promise<Verdict> {
  const { warehouse, runId } = context;
  const { table } = definition;
  const unheld = context.verify === 'nothing' || !recorded?.computed_now;
  if (unheld || recorded.definition !== definition.fingerprint) return { rebuild: false, differs: false };
  const shape = (await shapeDifferences(warehouse, definition)).filter(({ mended }) => mended);
  if (shape.length > 0) await syncMetricTable(warehouse, definition, context.log);
  const lost = shape.some(({ rows }) => rows);
  const slices =
    !lost && (await isRecorded(warehouse, definition))
      ? await noticeDifferences(warehouse, definition, context.verify === 'everything')
      : [];
  if (shape.length === 0 && slices.length === 0) return { rebuild: false, differs: false };
  const what = [
    ...shape.map((difference) => difference.what),
    ...(slices.length > 0 ? [inWords(definition, slices)] : []),
  ];
  context.log.warn(
    { table, what },
    `${table} is not what was published (${what.join('; ')}): it is repaired`,
  );
  context.summary.restored.push({ table, what });
  await warehouse.query(
    'update etl.metric_tables set differed_at = clock_timestamp() where table_name = $1',
    [table],
  );
  const isMarkable = sliceKindOf(definition).calendar !== undefined;
  if (!lost && isMarkable && slices.length > 0)
    await warehouse.query(
      'insert into etl.stale_slices (table_name, slice, run_id) select $1::text, unnest($2::text[]), $3::bigint',
      [table, slices.map(({ slice }) => slice), runId],
    );
  return { rebuild: lost || (!isMarkable && slices.length > 0), differs: lost || slices.length > 0 };
}

/** The differing slices in words, with the rows that are there and that should be. */
export function inWords(definition: MetricDefinition, slices: readonly DifferingSlice[]): string {
  const sum = (of: 'rows' | 'publishedRows') => slices.reduce((total, one) => total + one[of], 0);
  const { calendar, publishedNoun } = sliceKindOf(definition);
  const first = slices.slice(0, 5).map(({ slice }) => slice);
  const named = calendar ? ` (${first.join(', ')}${slices.length > 5 ? ', …' : ''})` : '';
  const [rows, published] = [sum('rows'), sum('publishedRows')];
  const how = rows === published ? 'other rows than were published' : `${rows} rows instead of ${published}`;
  return `${slices.length} ${slices.length === 1 ? publishedNoun.one : publishedNoun.many}${named} with ${how}`;
}
