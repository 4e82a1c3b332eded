import { findSqlRoot, readSql } from '@acme/db';
import type { ShopClients } from './session';

/** The old tables by service; the file of the same name gives what each of them holds. */
const tables = {
  users: ['users', 'user_activity'],
  orders: ['orders'],
  payments: ['payments', 'refunds'],
  notifications: ['notifications'],
} as const;

const services = Object.keys(tables) as (keyof typeof tables)[];

/** Makes the old generation's tables. */
export async function makeLegacyTables(clients: ShopClients): Promise<void> {
  for (const service of services)
    await clients[service].query(readSql(findSqlRoot(), 'shop', `v1-${service}.sql`));
}

/**
 * Brings the old generation's tables to what the new one says, row by row: both are of the same shop. Rows
 * that are the same stay untouched.
 */
export async function followInLegacy(clients: ShopClients): Promise<void> {
  for (const service of services) {
    for (const table of tables[service]) await follow(clients, service, table);
  }
}

async function follow(clients: ShopClients, service: keyof typeof tables, table: string): Promise<void> {
  const client = clients[service];
  const { rows } = await client.query<{ column: string }>(
    `select attname as column from pg_attribute
     where attrelid = to_regclass($1) and attnum > 0 and not attisdropped order by attnum`,
    [`${table}_legacy`],
  );
  const columns = rows.map(({ column }) => column);
  const list = (alias: string) => columns.map((column) => `${alias}.${column}`).join(', ');
  const wanted = readSql(findSqlRoot(), 'shop', 'legacy', `${table}.sql`);
  await client.query(
    `delete from ${table}_legacy as old where not exists (select from ${table}_v2 as new where new.id = old.id)`,
  );
  await client.query(
    `insert into ${table}_legacy as old (${columns.join(', ')})
     select ${list('wanted')} from (${wanted}\n) as wanted
     on conflict (id) do update set ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}
     where (${list('old')}) is distinct from (${list('excluded')})`,
  );
  await client.query(`analyze ${table}_legacy`);
}
