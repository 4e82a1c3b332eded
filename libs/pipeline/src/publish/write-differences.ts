import { quoteIdentifier } from '@acme/db';
import type { PublishContext } from '../context/publish-context';
import type { PublicationCounts } from '../context/summary';
import type { MetricDefinition } from '../definitions/metric-definition';
import type { Scratch } from '../sql/scratch';
import { collectChanges, type Changes } from '../staleness/all-changes';
import { columnsRead } from '../staleness/columns-read';
import { sliceKindOf, staleSlices, type StaleSlices } from '../staleness/slice-kind';
import type { SliceRange } from '../staleness/slice-range';

/** Rows that a publication wrote. */
export type RowsWritten = Pick<PublicationCounts, 'inserted' | 'updated' | 'deleted'>;

export const wroteRows = ({ inserted, updated, deleted }: RowsWritten): boolean =>
  inserted + updated + deleted > 0;

/** What a table was computed to be. */
export interface Computed {
  readonly fresh: Scratch<'fresh'>;
  readonly stale: StaleSlices;
  /** Of a dense table. */
  readonly range: SliceRange | undefined;
}

/** Compares the fresh rows with the published ones of the stale slices and writes what differs. */
export async function writeDifferences(
  context: PublishContext,
  definition: MetricDefinition,
  computed: Computed,
): Promise<{ written: RowsWritten; changes: Changes }> {
  const changes = await findDifferences(context, definition, computed);
  const deleted = await deleteGone(context, definition, changes);
  const written = await upsertDiffering(context, definition, computed.fresh, changes);
  const { inserted } = await context.warehouse.one<{ inserted: number }>(
    `select (count(*) filter (where is_new))::float8 as inserted from ${changes.name}`,
  );
  return { written: { inserted, updated: written - inserted, deleted }, changes };
}

/** One change for each row that is new, deleted or other than the published one. */
function findDifferences(
  { warehouse, definitions }: PublishContext,
  definition: MetricDefinition,
  computed: Computed,
): Promise<Changes> {
  const { table, grain } = definition;
  const first = quoteIdentifier(grain[0]!);
  const isNew = `published.${first} is null`;
  const isGone = `fresh.${first} is null`;
  const values = valuesOf(definition);
  const differs = `(${columnsOf('fresh', values)}) is distinct from (${columnsOf('published', values)})`;
  return collectChanges(warehouse, {
    isNew,
    isGone,
    columns: [...new Set([...grain, ...columnsRead(definitions, table)])],
    old: 'published',
    new: 'fresh',
    like: 'fresh',
    from: `${computed.fresh.name} as fresh
      full join (
        select * from ${quoteIdentifier(table)} where ${inQuestion(definition, computed)}
      ) as published on ${equal('published', 'fresh', grain)}
      where ${[isNew, isGone, ...(values.length > 0 ? [differs] : [])].join(' or ')}`,
  });
}

/** Published rows that `fresh` replaces: those of the stale slices, and those outside a dense table's range. */
function inQuestion(definition: MetricDefinition, { stale, range }: Computed): string {
  const column = quoteIdentifier(definition.slice.column);
  const isStale = `${column} in (${staleSlices(sliceKindOf(definition), stale)})`;
  if (!range) return isStale;
  // Without data the range is empty, and every row lies outside.
  if (!range.first || !range.last) return 'true';
  return `${isStale} or ${column} not between '${range.first}' and '${range.last}'`;
}

async function deleteGone(
  { warehouse }: PublishContext,
  { table, grain }: MetricDefinition,
  changes: Changes,
): Promise<number> {
  return warehouse.run(
    `delete from ${quoteIdentifier(table)} as published using ${changes.name} as change
     where change.is_gone and ${equalSide('published', 'old', grain)}`,
  );
}

async function upsertDiffering(
  { warehouse, runId, now }: PublishContext,
  definition: MetricDefinition,
  fresh: Scratch<'fresh'>,
  changes: Changes,
): Promise<number> {
  const { table, grain, columns } = definition;
  const names = Object.keys(columns);
  const overwritten = [...valuesOf(definition), 'run_id', 'computed_at'].map(quoteIdentifier);
  return warehouse.run(
    `insert into ${quoteIdentifier(table)} (${names.map(quoteIdentifier).join(', ')}, run_id, computed_at)
     select ${columnsOf('fresh', names)}, $1::bigint, $2::timestamptz
     from ${fresh.name} as fresh
     join ${changes.name} as change on ${equalSide('fresh', 'new', grain)}
     where not change.is_gone
     on conflict (${grain.map(quoteIdentifier).join(', ')}) do update set
       ${overwritten.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    [runId, now],
  );
}

const valuesOf = ({ columns, grain }: MetricDefinition): string[] =>
  Object.keys(columns).filter((name) => !grain.includes(name));

const columnsOf = (alias: string, columns: readonly string[]): string =>
  columns.map((name) => `${alias}.${quoteIdentifier(name)}`).join(', ');

const equal = (one: string, other: string, grain: readonly string[]): string =>
  grain.map((name) => `${one}.${quoteIdentifier(name)} = ${other}.${quoteIdentifier(name)}`).join(' and ');

/** A row's grain is that of a change's old or new side. */
const equalSide = (alias: string, side: 'old' | 'new', grain: readonly string[]): string =>
  grain
    .map((name) => `${alias}.${quoteIdentifier(name)} = change.${quoteIdentifier(`${side}_${name}`)}`)
    .join(' and ');
