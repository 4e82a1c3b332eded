import { quoteIdentifier, type Session } from '@acme/db';
import type { MetricDefinition } from '../definitions/metric-definition';
import { createScratchAs, type Scratch } from '../sql/scratch';
import { sliceKindOf, staleSlices, type StaleSlices } from './slice-kind';

/** Every slice is held against the ledger by its hash once in so many runs; the number of rows in each. */
export const verifyTurns = 14;

/** A slice whose rows are not those that were published. */
export interface DifferingSlice {
  /** A day or a month; of tables of keys a bucket of keys. */
  readonly slice: string;
  readonly publishedRows: number;
  readonly rows: number;
}

const publishedSlice = (definition: MetricDefinition) =>
  sliceKindOf(definition).published(quoteIdentifier(definition.slice.column));

const rowHash = (definition: MetricDefinition) =>
  `hashtextextended(row(${Object.keys(definition.columns).map(quoteIdentifier).join(', ')})::text, 0)::numeric`;

const digest = (definition: MetricDefinition, where: string) =>
  `select slice, count(*) as row_count, sum(hash) as hash
   from (
     select ${publishedSlice(definition)} as slice, ${rowHash(definition)} as hash
     from ${quoteIdentifier(definition.table)} ${where}
   ) as rows
   group by slice`;

/** Whether the ledger has ever kept what was published of the table. */
export async function isRecorded(warehouse: Session, { table }: MetricDefinition): Promise<boolean> {
  const { recorded } = await warehouse.one<{ recorded: boolean }>(
    'select exists (select from etl.published_slices where table_name = $1) as recorded',
    [table],
  );
  return recorded;
}

/** What the stale keys added to their buckets before rows were written; undefined where the ledger has every slice. */
export type DigestBefore = Scratch<'digest_before'> | undefined;

/** Before rows are written: of tables of keys, what the keys at work add to their buckets so far. */
export async function digestBefore(
  warehouse: Session,
  definition: MetricDefinition,
  stale: StaleSlices,
): Promise<DigestBefore> {
  if (sliceKindOf(definition).calendar) return undefined;
  return createScratchAs(warehouse, 'digest_before', digest(definition, staleOnly(definition, stale)));
}

const staleOnly = (definition: MetricDefinition, stale: StaleSlices) =>
  `where ${quoteIdentifier(definition.slice.column)} in (${staleSlices(sliceKindOf(definition), stale)})`;

/** Keeps in the ledger what stands in every slice, where the table was made anew or is recorded for the first time. */
export async function recordAllSlices(warehouse: Session, definition: MetricDefinition): Promise<void> {
  await warehouse.query('delete from etl.published_slices where table_name = $1', [definition.table]);
  await insertSlices(warehouse, definition, '');
}

/** Keeps in the ledger what stands in the slices that were written; part of the transaction that writes them. */
export async function recordStaleSlices(
  warehouse: Session,
  definition: MetricDefinition,
  stale: StaleSlices,
  before: DigestBefore,
): Promise<void> {
  if (before) await addToBuckets(warehouse, definition, stale, before);
  else await replaceSlices(warehouse, definition, stale);
}

async function addToBuckets(
  warehouse: Session,
  definition: MetricDefinition,
  stale: StaleSlices,
  before: Scratch<'digest_before'>,
): Promise<void> {
  await warehouse.query(
    `insert into etl.published_slices (table_name, slice, row_count, hash)
     select $1::text, slice, sum(row_count), sum(hash)
     from (
       select slice, row_count, hash from (${digest(definition, staleOnly(definition, stale))}) as after
       union all
       select slice, -row_count, -hash from ${before.name}
     ) as change
     group by slice
     on conflict (table_name, slice) do update set
       row_count = published_slices.row_count + excluded.row_count, hash = published_slices.hash + excluded.hash`,
    [definition.table],
  );
  await warehouse.query('delete from etl.published_slices where table_name = $1 and row_count = 0', [
    definition.table,
  ]);
}

async function replaceSlices(
  warehouse: Session,
  definition: MetricDefinition,
  stale: StaleSlices,
): Promise<void> {
  const { table } = definition;
  const kind = sliceKindOf(definition);
  await warehouse.query(
    `delete from etl.published_slices
     where table_name = $1
       and (slice in (select ${kind.name}::text from ${stale.name})
         or slice not in (select distinct ${publishedSlice(definition)} from ${quoteIdentifier(table)}))`,
    [table],
  );
  await insertSlices(warehouse, definition, staleOnly(definition, stale));
}

async function insertSlices(warehouse: Session, definition: MetricDefinition, where: string): Promise<void> {
  await warehouse.query(
    `insert into etl.published_slices (table_name, slice, row_count, hash)
     select $1::text, slice, row_count, hash from (${digest(definition, where)}) as digest`,
    [definition.table],
  );
}

/** The slices whose rows or hashes differ from what was published; `turn`: of that share of them only. */
export async function differingSlices(
  warehouse: Session,
  definition: MetricDefinition,
  turn?: number,
): Promise<DifferingSlice[]> {
  const share = (slice: string) =>
    turn === undefined ? 'true' : `abs(hashtext(${slice})::bigint) % ${verifyTurns} = ${turn % verifyTurns}`;
  const rows = await warehouse.rows<{ slice: string; published: string; present: string }>(
    `select slice, coalesce(known.row_count, 0)::text as published, coalesce(present.row_count, 0)::text as present
     from (select slice, row_count, hash from etl.published_slices where table_name = $1 and ${share('slice')}) as known
     full join (${digest(definition, `where ${share(publishedSlice(definition))}`)}) as present using (slice)
     where (known.row_count, known.hash) is distinct from (present.row_count, present.hash)
     order by slice`,
    [definition.table],
  );
  return rows.map(({ slice, published, present }) => ({
    slice,
    publishedRows: Number(published),
    rows: Number(present),
  }));
}

/**
 * What a run looks at each time: the number of rows, and a share of the slices by hash; where the number is another,
 * all of them.
 */
export async function noticeDifferences(
  warehouse: Session,
  definition: MetricDefinition,
  everything: boolean,
): Promise<DifferingSlice[]> {
  if (everything) return differingSlices(warehouse, definition);
  const { same, turn } = await warehouse.one<{ same: boolean; turn: number }>(
    `select (select count(*) from ${quoteIdentifier(definition.table)})
         = (select coalesce(sum(row_count), 0) from etl.published_slices where table_name = $1) as same,
       verify_turn as turn
     from etl.metric_tables where table_name = $1`,
    [definition.table],
  );
  return differingSlices(warehouse, definition, same ? turn : undefined);
}
