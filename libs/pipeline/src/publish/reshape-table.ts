import { quoteIdentifier, type Session } from '@acme/db';
import { ConfigurationError } from '@acme/errors';
import { engineSql } from '../sql/engine-sql';

/** Takes columns out of a table, and so what they held. @throws ConfigurationError for views that read them */
export async function dropColumns(
  warehouse: Session,
  table: string,
  columns: readonly string[],
): Promise<void> {
  await refuseReaders(warehouse, table, columns);
  const drops = columns.map((column) => `drop column ${quoteIdentifier(column)}`);
  await warehouse.query(`alter table ${quoteIdentifier(table)} ${drops.join(', ')}`);
}

/**
 * PostgreSQL drops nothing that a view reads, and views that others made are theirs.
 * @throws ConfigurationError naming the views that read these columns of the table, or any
 */
export async function refuseReaders(
  warehouse: Session,
  table: string,
  columns?: readonly string[],
): Promise<void> {
  const views = await warehouse.rows<{ name: string }>(engineSql('publish', 'views_of_table'), [
    table,
    columns ?? null,
  ]);
  if (views.length === 0) return;
  const what = columns ? `columns of ${table} that it no longer has (${columns.join(', ')})` : table;
  throw new ConfigurationError(
    `${table} gets another shape, and views read ${what}: ${views.map(({ name }) => name).join(', ')}`,
    'drop these views, run again, and make them anew out of the columns in docs/metrics.md',
  );
}
