import { quoteIdentifier } from '@acme/db';
import type { PublishContext } from '../context/publish-context';
import type { MetricDefinition } from '../definitions/metric-definition';
import { engineSql } from '../sql/engine-sql';
import type { CollectedSlices } from '../staleness/collect-stale';
import { sliceKindOf } from '../staleness/slice-kind';
import type { SliceRange } from '../staleness/slice-range';
import type { RowsWritten } from './write-differences';

export interface Publication extends CollectedSlices {
  /** Of a dense table. */
  readonly range: SliceRange | undefined;
  readonly written: RowsWritten;
}

/** Keeps in the ledger what was computed, from what. Gives the rows in the table. */
export async function recordPublication(
  context: PublishContext,
  definition: MetricDefinition,
  publication: Publication,
): Promise<number> {
  await deleteSettledMarks(context, definition, publication);
  const inputs = await freshnessOfInputs(context, definition);
  await recordTable(context, definition, publication.range, inputs);
  if (publication.stale.rows > 0) await addPublication(context, definition, publication, inputs);
  const { rows } = await context.warehouse.one<{ rows: number }>(
    `select count(*)::float8 as rows from ${quoteIdentifier(definition.table)}`,
  );
  return rows;
}

/**
 * Another job may have loaded rows that are not there yet as of this run's now: what it marked is seen to once more by
 * the first run whose now is not before the other's. An explicit range of days leaves what else is stale to the next
 * plain run.
 */
async function deleteSettledMarks(
  { warehouse, now, days }: PublishContext,
  definition: MetricDefinition,
  { stale, seenMarks }: CollectedSlices,
): Promise<void> {
  const { name } = sliceKindOf(definition);
  const computed = days
    ? `exists (select from ${stale.name} where ${name}::text = seen_marks.slice)`
    : 'true';
  // `is true` keeps both sets hashed: as joins, with the estimates of a table that fills and empties all the time, they
  // have been loops over all pairs.
  await warehouse.query(
    `delete from etl.stale_slices
     where table_name = $1
       and (run_id in (select runs.run_id from etl.runs where logical_now <= $2)) is true
       and (mark_id in (select seen_marks.mark_id from ${seenMarks.name} as seen_marks where ${computed})) is true`,
    [definition.table, now],
  );
}

/** Until when each input was loaded or computed, as JSON by relation; null without inputs. */
async function freshnessOfInputs(
  { warehouse }: PublishContext,
  { reads }: MetricDefinition,
): Promise<string | null> {
  const { inputs } = await warehouse.one<{ inputs: string | null }>(
    engineSql('publish', 'freshness_of_inputs'),
    [Object.keys(reads)],
  );
  return inputs;
}

/** An explicit range of days leaves the table's now and range as they were: other slices may be stale. */
async function recordTable(
  context: PublishContext,
  { table, fingerprint }: MetricDefinition,
  range: SliceRange | undefined,
  inputs: string | null,
): Promise<void> {
  await context.warehouse.query(engineSql('publish', 'record_table'), [
    table,
    context.job.name,
    fingerprint,
    context.timeZone,
    context.days ? null : context.now,
    range?.first ?? null,
    range?.last ?? null,
    context.runId,
    inputs,
    context.keyring.checkValue,
  ]);
}

async function addPublication(
  { warehouse, runId }: PublishContext,
  definition: MetricDefinition,
  { stale, written }: Publication,
  inputs: string | null,
): Promise<void> {
  const { name, calendar } = sliceKindOf(definition);
  // Keys of users have no place in the ledger; days and months show the range.
  const bound = (end: 'min' | 'max') =>
    calendar ? `(select ${end}(${name})::text from ${stale.name})` : 'null';
  await warehouse.query(
    `insert into etl.publications (run_id, table_name, slices, first_slice, last_slice, inserted, updated, deleted, inputs)
     values ($1, $2, $3, ${bound('min')}, ${bound('max')}, $4, $5, $6, $7)`,
    [runId, definition.table, stale.rows, written.inserted, written.updated, written.deleted, inputs],
  );
}
