import type { Session } from '@acme/db';

/**
 * Makes a temporary table anew. Dropped by name rather than `on commit`: in a dry run several units
 * share one transaction.
 */
export async function tempTable(
  warehouse: Session,
  name: string,
  definition: string,
  values?: unknown[],
): Promise<number> {
  await warehouse.query(`drop table if exists pg_temp.${name}`);
  const created = await warehouse.run(`create temporary table ${name} ${definition}`, values);
  await warehouse.query(`analyze pg_temp.${name}`);
  return created;
}
