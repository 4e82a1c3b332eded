import { quoteIdentifier } from '@acme/db';
import type { ComputeContext, RunBase } from '../context/run-base';
import { isDataFailure, mistakeOf } from '../context/table-failure';
import type { MetricDefinition } from '../definitions/metric-definition';
import { engineSql } from '../sql/engine-sql';
import type { Changes } from './all-changes';
import { lockMarks, readByOtherJobs } from './lock-marks';
import { propagationQuery } from './propagation-query';
import { sliceKindOf } from './slice-kind';

/** The mark of a table that has to be computed as a whole, since it never was by its present definition. */
export const wholeTable = '*';

/** Marks a table to be computed as a whole, once: it is all the same how many changes reach it until then. */
export async function markWhole(context: ComputeContext, table: string): Promise<void> {
  await context.warehouse.query(engineSql('staleness', 'mark_whole'), [
    table,
    wholeTable,
    context.runId,
    context.now,
  ]);
}

/**
 * Marks, for every metric table that reads the relation, the slices that its changes reach. Part of the transaction
 * that changes the relation, so that no change is ever without its marks.
 */
export async function markStale(context: RunBase, relation: string, changes: Changes): Promise<void> {
  if (readByOtherJobs(context, relation)) await lockMarks(context, 'exclusive');
  for (const definition of context.definitions) {
    if (!(relation in definition.reads)) continue;
    if (context.active.has(definition.table) && context.computedTables.has(definition.table))
      await markReachedOrWhole(context, definition, relation, changes);
    else await markWhole(context, definition.table);
  }
}

/** A propagation query that fails must not stop those who load: its own table then has to say what is wrong. */
async function markReachedOrWhole(
  context: RunBase,
  definition: MetricDefinition,
  relation: string,
  changes: Changes,
): Promise<void> {
  const failure = await context.warehouse.attempt(() => markReached(context, definition, relation, changes));
  if (failure === undefined) return;
  if (!isDataFailure(failure) && !mistakeOf(definition, failure)) throw failure;
  context.log.warn(
    { table: definition.table, err: failure },
    'the slices that a change reaches could not be determined: the whole table will be computed',
  );
  await markWhole(context, definition.table);
}

/** Marks the slices of one table that the changes of a relation it reads reach. */
export async function markReached(
  { warehouse, runId, thisRun }: ComputeContext,
  definition: MetricDefinition,
  relation: string,
  changes: Changes,
): Promise<void> {
  const read = definition.reads[relation]!;
  const differs = read.columns.map(
    (column) => `${quoteIdentifier(`old_${column}`)} is distinct from ${quoteIdentifier(`new_${column}`)}`,
  );
  // Not materialized, so that the planner has the statistics of the scratch table in every propagation query.
  await warehouse.query(
    `with changed as not materialized (
       select * from ${changes.name} where ${['is_new', 'is_gone', ...differs].join(' or ')}
     )
     insert into etl.stale_slices (table_name, slice, run_id)
     select distinct $1::text, ${sliceKindOf(definition).marked}, $2::bigint
     from (${propagationQuery(definition, read.propagation, thisRun)}\n) as reached
     where slice is not null`,
    [definition.table, runId],
  );
}
