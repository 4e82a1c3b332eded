import { quoteIdentifier } from '@acme/db';
import type { PublishContext } from '../context/publish-context';
import type { PublicationCounts } from '../context/summary';
import type { MetricDefinition } from '../definitions/metric-definition';
import { tempTable } from '../sql/temp-table';
import { allChanges, changeColumns, columnsRead } from '../staleness/changes';
import { sliceTable, type SliceRange } from '../staleness/slices';

/** Rows that a publication wrote. */
export type RowsWritten = Pick<PublicationCounts, 'inserted' | 'updated' | 'deleted'>;

export const wroteRows = ({ inserted, updated, deleted }: RowsWritten): boolean =>
  inserted + updated + deleted > 0;

/** Compares `fresh` with the published rows of the stale slices and writes what differs. */
export async function writeDifferences(
  context: PublishContext,
  definition: MetricDefinition,
  range: SliceRange | undefined,
): Promise<RowsWritten> {
  await findDifferences(context, definition, range);
  const deleted = await deleteGone(context, definition);
  const written = await upsertDiffering(context, definition);
  const { inserted } = await context.warehouse.one<{ inserted: number }>(
    `select (count(*) filter (where is_new))::float8 as inserted from ${allChanges}`,
  );
  return { inserted, updated: written - inserted, deleted };
}

/** One row in `all_changes` for each row that is new, gone or other than the published one. */
async function findDifferences(
  { warehouse, definitions }: PublishContext,
  definition: MetricDefinition,
  range: SliceRange | undefined,
): Promise<void> {
  const { table, grain } = definition;
  const read = [...new Set([...grain, ...columnsRead(definitions, table)])];
  const first = quoteIdentifier(grain[0]!);
  const isNew = `published.${first} is null`;
  const isGone = `fresh.${first} is null`;
  const values = valuesOf(definition);
  const differs = `(${columnsOf('fresh', values)}) is distinct from (${columnsOf('published', values)})`;
  await tempTable(
    warehouse,
    allChanges,
    `as select ${isNew} as is_new, ${isGone} as is_gone, ${changeColumns(read, 'published', 'fresh', 'fresh')}
     from fresh
     full join (
       select * from ${quoteIdentifier(table)} where ${inQuestion(definition, range)}
     ) as published on ${equal('published', 'fresh', grain)}
     where ${[isNew, isGone, ...(values.length > 0 ? [differs] : [])].join(' or ')}`,
  );
}

/** Published rows that `fresh` replaces: those of the stale slices, and those outside a dense table's range. */
function inQuestion({ slice }: MetricDefinition, range: SliceRange | undefined): string {
  const column = quoteIdentifier(slice.column);
  const isStale = `${column} in (select ${slice.kind} from ${sliceTable[slice.kind]})`;
  if (!range) return isStale;
  // Without data the range is empty, and every row lies outside.
  if (!range.first || !range.last) return 'true';
  return `${isStale} or ${column} not between '${range.first}' and '${range.last}'`;
}

async function deleteGone(
  { warehouse }: PublishContext,
  { table, grain }: MetricDefinition,
): Promise<number> {
  return warehouse.run(
    `delete from ${quoteIdentifier(table)} as published using ${allChanges} as change
     where change.is_gone and ${equalSide('published', 'old', grain)}`,
  );
}

async function upsertDiffering(
  { warehouse, runId, now }: PublishContext,
  definition: MetricDefinition,
): Promise<number> {
  const { table, grain, columns } = definition;
  const names = Object.keys(columns);
  const overwritten = [...valuesOf(definition), 'run_id', 'computed_at'].map(quoteIdentifier);
  return warehouse.run(
    `insert into ${quoteIdentifier(table)} (${names.map(quoteIdentifier).join(', ')}, run_id, computed_at)
     select ${columnsOf('fresh', names)}, $1::bigint, $2::timestamptz
     from fresh join ${allChanges} as change on ${equalSide('fresh', 'new', grain)}
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
