import { quoteIdentifier, type Session } from '@acme/db';
import { scratchTables, type FixedScratchName, type ScratchName } from './scratch-tables';

/**
 * A scratch table that was made: its writer returns it, and readers of the table take it, so that a signature says
 * what is read.
 */
export interface Scratch<N extends ScratchName> {
  readonly name: N;
  /** When its writer was done with it. */
  readonly rows: number;
}

/** Makes an empty scratch table anew. `columns`: their types by name, where the declaration has them in words. */
export async function createScratch<N extends ScratchName>(
  warehouse: Session,
  name: N,
  ...[columns]: N extends FixedScratchName ? [] : [columns: Readonly<Record<string, string>>]
): Promise<Scratch<N>> {
  await drop(warehouse, name);
  await warehouse.query(`create temporary table ${name} (${columnList(columns ?? columnsOf(name))})`);
  return { name, rows: 0 };
}

/** Makes a scratch table anew of a query's rows; PostgreSQL takes no parameters here. */
export async function createScratchAs<N extends ScratchName>(
  warehouse: Session,
  name: N,
  query: string,
): Promise<Scratch<N>> {
  await drop(warehouse, name);
  const rows = await warehouse.run(`create temporary table ${name}${declaredNames(name)} as ${query}`);
  // Without statistics the planner would take it for a thousand rows.
  await warehouse.query(`analyze pg_temp.${name}`);
  return { name, rows };
}

/** Makes a scratch table anew with its declared columns, and fills it with the rows of a query that has parameters. */
export async function createScratchWith<N extends FixedScratchName>(
  warehouse: Session,
  name: N,
  query: string,
  values: unknown[],
): Promise<Scratch<N>> {
  await drop(warehouse, name);
  await warehouse.query(`create temporary table ${name} (${columnList(columnsOf(name))})`);
  const rows = await warehouse.run(`insert into ${name} ${query}`, values);
  await warehouse.query(`analyze pg_temp.${name}`);
  return { name, rows };
}

/** Makes it where it is missing, for what has to exist so that a query can be described. */
export async function ensureScratch(warehouse: Session, name: FixedScratchName): Promise<void> {
  await warehouse.query(`create temporary table if not exists ${name} (${columnList(columnsOf(name))})`);
}

// Dropped by name rather than `on commit`: in a dry run several transactions share one.
export const dropScratch = (warehouse: Session, { name }: Scratch<ScratchName>): Promise<void> =>
  drop(warehouse, name);

async function drop(warehouse: Session, name: ScratchName): Promise<void> {
  await warehouse.query(`drop table if exists pg_temp.${name}`);
}

const columnsOf = (name: ScratchName): Readonly<Record<string, string>> => {
  const { columns } = scratchTables[name];
  if (typeof columns === 'string') throw new Error(`the columns of ${name} follow from ${columns}`);
  return columns;
};

/** PostgreSQL refuses a query that gives more columns than are named here. */
const declaredNames = (name: ScratchName): string => {
  const { columns } = scratchTables[name];
  return typeof columns === 'string'
    ? ''
    : ` (${Object.keys(columns)
        .map((column) => quoteIdentifier(column))
        .join(', ')})`;
};

const columnList = (columns: Readonly<Record<string, string>>): string =>
  Object.entries(columns)
    .map(([name, type]) => `${quoteIdentifier(name)} ${type}`)
    .join(', ');
