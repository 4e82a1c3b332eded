import { quoteIdentifier } from '@acme/db';
import type { ComputeContext } from '../context/run-base';
import type { MetricDefinition } from '../definitions/metric-definition';
import { everythingAsNew } from './all-changes';
import { columnsRead } from './columns-read';
import { markReached } from './mark-stale';

/** Marks every slice that any row reaches, and every published one. */
export async function markEverything(context: ComputeContext, definition: MetricDefinition): Promise<void> {
  const { warehouse, runId } = context;
  for (const relation of Object.keys(definition.reads)) {
    const changes = await everythingAsNew(warehouse, relation, columnsRead([definition], relation));
    await markReached(context, definition, relation, changes);
  }
  await warehouse.query(
    `insert into etl.stale_slices (table_name, slice, run_id)
     select distinct $1::text, ${quoteIdentifier(definition.slice.column)}::text, $2::bigint
     from ${quoteIdentifier(definition.table)}`,
    [definition.table, runId],
  );
}
