import pg from 'pg';

/** Where the shop's databases are, as one who owns their tables: `LocalDatabases` will do. */
export interface ShopConnections {
  admin(service: 'users'): string;
}

/** Runs `work` in one transaction of the users service's database: all of it happens or nothing. */
export async function inUsersDatabase<T>(
  connections: ShopConnections,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: connections.admin('users') });
  await client.connect();
  try {
    await client.query('begin');
    // Two at once would make the shop twice, or the same days twice.
    await client.query('select pg_advisory_xact_lock(hashtext($1))', ['acme-etl shop']);
    const result = await work(client);
    await client.query('commit');
    return result;
  } finally {
    // Ends an unfinished transaction too.
    await client.end();
  }
}
