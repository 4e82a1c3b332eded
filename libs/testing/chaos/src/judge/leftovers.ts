import { setTimeout as sleep } from 'node:timers/promises';
import { query } from '@acme/testing';

/** Servers notice the death of a client within seconds; temporary tables that a crash left are swept by autovacuum. */
const patienceSeconds = 90;

/** What runs left behind on a server although none is at work: sessions, locks, temporary tables, open runs. */
export async function leftovers(server: string, databases: readonly string[]): Promise<string[]> {
  let found: string[] = [];
  for (const deadline = Date.now() + patienceSeconds * 1000; Date.now() < deadline; await sleep(200)) {
    found = (await Promise.all(databases.map((database) => ofDatabase(database)))).flat();
    const prepared = await query<{ gid: string }>(server, 'select gid from pg_prepared_xacts');
    found.push(...prepared.map(({ gid }) => `a prepared transaction ${gid}`));
    if (found.length === 0) return [];
  }
  return found;
}

async function ofDatabase(url: string): Promise<string[]> {
  const rows = await query<{ line: string }>(url, leftSql);
  const [{ ledger } = { ledger: false }] = await query<{ ledger: boolean }>(
    url,
    `select to_regclass('etl.runs') is not null as ledger`,
  );
  const running = ledger
    ? await query<{ line: string }>(
        url,
        `select concat_ws(' ', 'run', run_id, job, 'still says running') as line from etl.runs where status = 'running'`,
      )
    : [];
  return [...rows, ...running].map(({ line }) => line);
}

const leftSql = `
  select concat_ws(' ', 'session', pid, application_name, state) as line
  from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
  union all
  select concat_ws(' ', 'advisory lock of', pid, classid, objid)
  from pg_locks
  where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
  union all
  select concat_ws(' ', 'temporary table', nspname, relname)
  from pg_class join pg_namespace on pg_namespace.oid = relnamespace
  where relpersistence = 't' and relkind = 'r'`;
