import type { Logger } from 'pino';
import { quoteIdentifier, quoteLiteral, type Session } from '@acme/db';
import { isOurs, readersOf, archive } from './archive';
import { dropColumns, refuseReaders } from './reshape-table';
import type { MetricDefinition } from '../definitions/metric-definition';

/** Columns that every metric table has beyond its own. */
const runColumns = {
  run_id: { type: 'bigint', description: 'The run that last changed the row (etl.runs).' },
  computed_at: { type: 'timestamptz', description: 'The logical now of that run.' },
} as const;

export const tableColumns = (definition: MetricDefinition) => ({ ...definition.columns, ...runColumns });

/**
 * Brings a metric table into the shape its definition has: creates it, adds and drops columns, and makes it anew
 * when the grain changed (its rows are derived; the caller recomputes them in the same transaction). Whoever could
 * read it still can; views of what stays go on, and one of what goes is named before anything is touched. A table
 * of that name that somebody else made keeps its rows, under another name. Comments come from the definition too.
 * @throws ConfigurationError for views of columns that go
 */
export async function syncMetricTable(
  warehouse: Session,
  definition: MetricDefinition,
  log: Logger,
): Promise<void> {
  const table = quoteIdentifier(definition.table);
  // A job that reads the table may be making it at the same moment.
  await warehouse.query("select pg_advisory_xact_lock(hashtextextended('acme-etl ' || $1, 0))", [
    definition.table,
  ]);
  const found = await warehouse.rows<{ name: string; type: string; key: boolean }>(
    `select attname as name, format_type(atttypid, atttypmod) as type,
       coalesce(attnum = any (indkey), false) as key
     from pg_attribute
     left join pg_index on indrelid = attrelid and indisprimary
     where attrelid = to_regclass($1) and attnum > 0 and not attisdropped`,
    [definition.table],
  );
  const columns = Object.entries(tableColumns(definition));
  let readers: string[] = [];
  if (found.length > 0 && !(await isOurs(warehouse, definition.table))) {
    readers = await archive(warehouse, definition.table, log);
    found.length = 0;
  }
  const typeOf = (type: string) => (type === 'timestamptz' ? 'timestamp with time zone' : type);
  const misfits = found.filter((column) => {
    const wanted = columns.find(([name]) => name === column.name)?.[1];
    return (
      !wanted || typeOf(wanted.type) !== column.type || definition.grain.includes(column.name) !== column.key
    );
  });
  const sameGrain =
    found.filter(({ key }) => key).length === definition.grain.length && !misfits.some(({ key }) => key);
  if (found.length > 0 && !sameGrain) {
    await refuseReaders(warehouse, definition.table);
    readers = await readersOf(warehouse, definition.table);
    await warehouse.query(`drop table ${table}`);
    found.length = 0;
  } else if (misfits.length > 0) {
    const names = misfits.map(({ name }) => name);
    await dropColumns(warehouse, definition.table, names);
    found.splice(0, found.length, ...found.filter(({ name }) => !names.includes(name)));
  }
  if (found.length === 0) {
    const lines = columns.map(
      ([name, { type }]) => `${quoteIdentifier(name)} ${type}${name in runColumns ? ' not null' : ''}`,
    );
    await warehouse.query(
      `create table ${table} (${lines.join(', ')}, primary key (${definition.grain.map(quoteIdentifier).join(', ')}))`,
    );
    for (const reader of readers) await warehouse.query(`grant select on ${table} to ${reader}`);
  }
  for (const [name, { type }] of columns) {
    if (found.length > 0 && !found.some((column) => column.name === name)) {
      await warehouse.query(`alter table ${table} add column ${quoteIdentifier(name)} ${type}`);
    }
  }
  for (const index of await missingIndexes(warehouse, definition))
    await warehouse.query(`create index on ${table} (${index.map(quoteIdentifier).join(', ')})`);
  await warehouse.query(
    [
      `comment on table ${table} is ${quoteLiteral(`${definition.description} Grain: ${definition.grain.join(' × ')}.`)}`,
      ...columns.map(
        ([name, { description }]) =>
          `comment on column ${table}.${quoteIdentifier(name)} is ${quoteLiteral(description)}`,
      ),
    ].join(';\n'),
  );
}

/** The indexes of the definition that the table lacks; an invalid one counts as missing. */
export async function missingIndexes(
  warehouse: Session,
  definition: MetricDefinition,
): Promise<(readonly string[])[]> {
  const rows = await warehouse.rows<{ columns: string[] }>(
    `select array(
       select attname from unnest(indkey::int2[]) with ordinality as part (attnum, nth)
       join pg_attribute on attrelid = indrelid and pg_attribute.attnum = part.attnum order by nth
     )::text[] as columns
     from pg_index where indrelid = to_regclass($1) and not indisprimary and indisvalid`,
    [definition.table],
  );
  const present = new Set(rows.map(({ columns }) => columns.join()));
  return (definition.indexes ?? []).filter((index) => !present.has(index.join()));
}
