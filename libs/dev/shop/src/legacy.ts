import { shopSql } from './shop-sql';
import type { Service } from '@acme/config';
import type { Client } from 'pg';
import { inEachDatabase, type ShopClients } from './session';

/** The old tables, of the services that have any; the file of the same name gives what each of them holds. */
const tables: Readonly<Partial<Record<Service, readonly string[]>>> = {
  users: ['users', 'user_activity'],
  orders: ['orders'],
  payments: ['payments', 'refunds'],
  notifications: ['notifications'],
};

/** Makes a service's tables of the old generation, with what the new one says. */
export async function fillLegacy(client: Client, service: Service): Promise<void> {
  if (!tables[service]) return;
  await client.query(shopSql(`v1-${service}.sql`));
  for (const table of tables[service]) {
    const { columns, wanted } = await describe(client, table);
    // Looking for conflicts would take a good part of the time, and there can be none.
    await client.query(
      `insert into ${table}_legacy (${columns.join(', ')}) select ${columns.join(', ')} from ${wanted}`,
    );
    await client.query(`analyze ${table}_legacy`);
  }
}

/**
 * Brings the old generation's tables to what the new one says, row by row: both are of the same shop. Rows
 * that are the same stay untouched.
 */
export async function followInLegacy(clients: ShopClients): Promise<void> {
  await inEachDatabase(clients, async (client, service) => {
    for (const table of tables[service] ?? []) await follow(client, table);
  });
}

async function follow(client: Client, table: string): Promise<void> {
  const { columns, wanted } = await describe(client, table);
  const list = (alias: string) => columns.map((column) => `${alias}.${column}`).join(', ');
  await client.query(
    `delete from ${table}_legacy as old where not exists (select from ${table}_v2 as new where new.id = old.id)`,
  );
  await client.query(
    `insert into ${table}_legacy (${columns.join(', ')})
     select ${list('wanted')}
     from ${wanted}
     left join ${table}_legacy as old on old.id = wanted.id
     where old.id is null or (${list('old')}) is distinct from (${list('wanted')})
     on conflict (id) do update set ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
  );
}

/** An old table's columns, and its rows as they should be. */
async function describe(client: Client, table: string): Promise<{ columns: string[]; wanted: string }> {
  const { rows } = await client.query<{ column: string }>(
    `select attname as column from pg_attribute
     where attrelid = to_regclass($1) and attnum > 0 and not attisdropped order by attnum`,
    [`${table}_legacy`],
  );
  return {
    columns: rows.map(({ column }) => column),
    wanted: `(${shopSql('legacy', `${table}.sql`)}\n) as wanted`,
  };
}
