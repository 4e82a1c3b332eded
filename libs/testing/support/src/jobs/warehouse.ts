import { query } from '../query';

const tablesSql = `
  select schemaname || '.' || tablename as name from pg_tables
  where schemaname in ('core', 'analytics', 'analytics_v1') order by 1`;

/** Every row of every table of core, analytics and analytics_v1, without the columns that say which run wrote it. */
export async function contents(url: string): Promise<Record<string, string[]>> {
  const tables = await query<{ name: string }>(url, tablesSql);
  const found: Record<string, string[]> = {};
  for (const { name } of tables) {
    const rows = await query<{ row: string }>(
      url,
      `select (to_jsonb(t) - '{run_id,computed_at,loaded_run_id,deleted_at}'::text[]
         || jsonb_strip_nulls(jsonb_build_object('closed', to_jsonb(t) -> 'deleted_at')))::text as row
       from ${name} as t order by 1`,
    );
    found[name] = rows.map(({ row }) => row);
  }
  return found;
}

/** The version of every row of every table of core, analytics and analytics_v1: it changes whenever the row is written. */
export async function rowVersions(url: string): Promise<Record<string, string[]>> {
  const tables = await query<{ name: string }>(url, tablesSql);
  const found: Record<string, string[]> = {};
  for (const { name } of tables) {
    const rows = await query<{ version: string }>(
      url,
      `select xmin::text || ctid::text as version from ${name} order by 1`,
    );
    found[name] = rows.map(({ version }) => version);
  }
  return found;
}

/** The slices of a table that were recomputed, and the rows written, by the last run. */
export async function lastPublications(
  url: string,
): Promise<Record<string, { slices: number; written: number; first: string; last: string }>> {
  const rows = await query<{
    table_name: string;
    slices: string;
    written: string;
    first_slice: string;
    last_slice: string;
  }>(
    url,
    `select table_name, slices, inserted + updated + deleted as written, first_slice, last_slice
     from etl.publications where run_id = (select max(run_id) from etl.runs)`,
  );
  return Object.fromEntries(
    rows.map((row) => [
      row.table_name,
      {
        slices: Number(row.slices),
        written: Number(row.written),
        first: row.first_slice,
        last: row.last_slice,
      },
    ]),
  );
}

/** The slices of a metric table whose rows the last run wrote. */
export async function slicesWritten(url: string, table: string, column = 'day'): Promise<string[]> {
  const rows = await query<{ slice: string }>(
    url,
    `select distinct ${column}::text as slice from ${table} where run_id = (select max(run_id) from etl.runs) order by 1`,
  );
  return rows.map(({ slice }) => slice);
}
