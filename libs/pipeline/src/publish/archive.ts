import type { Logger } from 'pino';
import { quoteIdentifier, type Session } from '@acme/db';
import { engineSql } from '../sql/engine-sql';

/** What is appended to the name of a table that makes way for one of the same name; then 2, 3, … */
export const archivedSuffix = '_superseded';

/**
 * Whether the ETL made the table: it has the columns of the ETL's own tables, and the ledger knows it, or
 * nothing is in it (the table of a job that has never run).
 */
export async function isOurs(warehouse: Session, table: string): Promise<boolean> {
  const { shaped, known } = await warehouse.one<{ shaped: boolean; known: boolean }>(
    engineSql('publish', 'is_made_by_etl'),
    [table],
  );
  if (!shaped || known) return shaped;
  const rows = await warehouse.rows(`select from ${quoteIdentifier(table)} limit 1`);
  return rows.length === 0;
}

/**
 * Renames a table that is not the ETL's, with its rows, grants and indexes. Gives the quoted names of the
 * roles that could select it, so that they can read what takes its place.
 */
export async function archive(warehouse: Session, table: string, log: Logger): Promise<string[]> {
  const [schema, name] = table.split('.') as [string, string];
  const readers = await readersOf(warehouse, table);
  const keptAs = await freeName(warehouse, schema, `${name}${archivedSuffix}`);
  await warehouse.query(`alter table ${quoteIdentifier(table)} rename to ${quoteIdentifier(keptAs)}`);
  log.warn(
    { table, keptAs: `${schema}.${keptAs}` },
    'a table of this name was not made by this ETL: it keeps its rows under another name; `acme-etl cutover scrub` replaces the personal values in it',
  );
  return readers;
}

/** The quoted names of the roles that were given `select` on a table. */
export async function readersOf(warehouse: Session, table: string): Promise<string[]> {
  const grants = await warehouse.rows<{ role: string }>(engineSql('publish', 'readers_of_table'), [table]);
  return grants.map(({ role }) => role);
}

async function freeName(warehouse: Session, schema: string, wanted: string): Promise<string> {
  for (let nth = 1; ; nth++) {
    const name = nth === 1 ? wanted : `${wanted}${nth}`;
    const { taken } = await warehouse.one<{ taken: boolean }>('select to_regclass($1) is not null as taken', [
      quoteIdentifier(`${schema}.${name}`),
    ]);
    if (!taken) return name;
  }
}
