import type { Logger } from 'pino';
import { quoteIdentifier, quoteLiteral, type Session } from '@acme/db';
import type { MetricDefinition } from '../definitions/metric-definition';
import { archive, isOurs, readersOf } from './archive';
import { dropColumns, refuseReaders } from './reshape-table';
import {
  missingIndexes,
  presentColumns,
  runColumns,
  serverType,
  tableColumns,
  type PresentColumn,
} from './table-columns';

/**
 * Brings a metric table into the shape its definition has: creates it, adds and drops columns, and makes it anew
 * when the grain changed (its rows are derived; the caller recomputes them in the same transaction). Roles that could
 * read it still can; views of what stays go on, and one of what goes is named before anything is touched. A table
 * of that name that the ETL did not make keeps its rows, under another name. Comments come from the definition too.
 * @throws ConfigurationError for views of columns that go
 */
export async function syncMetricTable(
  warehouse: Session,
  definition: MetricDefinition,
  log: Logger,
): Promise<void> {
  // A job that reads the table may be making it at the same moment.
  await warehouse.query("select pg_advisory_xact_lock(hashtextextended('acme-etl ' || $1, 0))", [
    definition.table,
  ]);
  const { kept, readers } = await removeMisfits(warehouse, definition, log);
  if (kept.length === 0) await createTable(warehouse, definition, readers);
  else await addColumns(warehouse, definition, kept);
  await createIndexes(warehouse, definition);
  await writeComments(warehouse, definition);
}

/** What is left of a table of the definition's name once all that does not fit it is out of the way. */
interface Remains {
  /** None: there is no table now. */
  readonly kept: readonly PresentColumn[];
  /** Quoted names of the roles that could select a table that has gone. */
  readonly readers: readonly string[];
}

async function removeMisfits(
  warehouse: Session,
  definition: MetricDefinition,
  log: Logger,
): Promise<Remains> {
  const { table, grain } = definition;
  const found = await presentColumns(warehouse, table);
  if (found.length === 0) return { kept: [], readers: [] };
  if (!(await isOurs(warehouse, table))) return { kept: [], readers: await archive(warehouse, table, log) };
  const misfits = found.filter((column) => !fits(definition, column));
  const keys = found.filter(({ key }) => key);
  if (keys.length !== grain.length || misfits.some(({ key }) => key)) {
    await refuseReaders(warehouse, table);
    const readers = await readersOf(warehouse, table);
    await warehouse.query(`drop table ${quoteIdentifier(table)}`);
    return { kept: [], readers };
  }
  if (misfits.length > 0)
    await dropColumns(
      warehouse,
      table,
      misfits.map(({ name }) => name),
    );
  return { kept: found.filter((column) => !misfits.includes(column)), readers: [] };
}

function fits(definition: MetricDefinition, { name, type, key }: PresentColumn): boolean {
  const wanted = Object.entries(tableColumns(definition)).find(([column]) => column === name)?.[1];
  return wanted !== undefined && serverType(wanted.type) === type && definition.grain.includes(name) === key;
}

async function createTable(
  warehouse: Session,
  definition: MetricDefinition,
  readers: readonly string[],
): Promise<void> {
  const table = quoteIdentifier(definition.table);
  const lines = Object.entries(tableColumns(definition)).map(
    ([name, { type }]) => `${quoteIdentifier(name)} ${type}${name in runColumns ? ' not null' : ''}`,
  );
  const key = definition.grain.map(quoteIdentifier).join(', ');
  await warehouse.query(`create table ${table} (${lines.join(', ')}, primary key (${key}))`);
  for (const reader of readers) await warehouse.query(`grant select on ${table} to ${reader}`);
}

async function addColumns(
  warehouse: Session,
  definition: MetricDefinition,
  present: readonly PresentColumn[],
): Promise<void> {
  const table = quoteIdentifier(definition.table);
  for (const [name, { type }] of Object.entries(tableColumns(definition)))
    if (!present.some((column) => column.name === name))
      await warehouse.query(`alter table ${table} add column ${quoteIdentifier(name)} ${type}`);
}

async function createIndexes(warehouse: Session, definition: MetricDefinition): Promise<void> {
  const table = quoteIdentifier(definition.table);
  for (const index of await missingIndexes(warehouse, definition))
    await warehouse.query(`create index on ${table} (${index.map(quoteIdentifier).join(', ')})`);
}

async function writeComments(warehouse: Session, definition: MetricDefinition): Promise<void> {
  const table = quoteIdentifier(definition.table);
  const ofTable = `${definition.description} Grain: ${definition.grain.join(' × ')}.`;
  const ofColumns = Object.entries(tableColumns(definition)).map(
    ([name, { description }]) =>
      `comment on column ${table}.${quoteIdentifier(name)} is ${quoteLiteral(description)}`,
  );
  await warehouse.query([`comment on table ${table} is ${quoteLiteral(ofTable)}`, ...ofColumns].join(';\n'));
}
