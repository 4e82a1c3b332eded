import { services, type Service } from '@acme/config';
import pg from 'pg';

/** Where the shop's databases are, as one who owns their tables: `LocalDatabases` will do. */
export interface ShopConnections {
  /** One database may serve several services, or all of them. */
  admin(service: Service): string;
}

export type ShopClients = Readonly<Record<Service, pg.Client>>;

/** Runs `work` in one transaction of the users service's database: all of it happens or nothing. */
export async function inUsersDatabase<T>(
  connections: ShopConnections,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  return inTransactions([connections.admin('users')], ([client]) => work(client!));
}

/**
 * Runs `work` in one transaction of every service's database. They are committed together at the end, that
 * of the users service last: it says how far the shop is.
 */
export async function inShopDatabases<T>(
  connections: ShopConnections,
  work: (clients: ShopClients) => Promise<T>,
): Promise<T> {
  const urls = services.map((service) => connections.admin(service));
  const distinct = [...new Set(urls)];
  return inTransactions(distinct, (clients) => {
    const its = services.map((service, nth) => [service, clients[distinct.indexOf(urls[nth]!)]!]);
    return work(Object.fromEntries(its) as ShopClients);
  });
}

/** One service after the other where they share a database, else at the same time. */
export async function inEachDatabase(
  clients: ShopClients,
  work: (client: pg.Client, service: Service) => Promise<void>,
): Promise<void> {
  const all = Object.entries(clients) as [Service, pg.Client][];
  await Promise.all(
    [...new Set(Object.values(clients))].map(async (client) => {
      for (const [service, its] of all) if (its === client) await work(client, service);
    }),
  );
}

/** The first URL is that of the users service. */
async function inTransactions<T>(
  urls: readonly string[],
  work: (clients: readonly pg.Client[]) => Promise<T>,
): Promise<T> {
  const clients = urls.map((connectionString) => new pg.Client({ connectionString }));
  try {
    for (const client of clients) {
      await client.connect();
      await client.query('begin');
    }
    // Two at once would make the shop twice, or the same days twice.
    await clients[0]!.query('select pg_advisory_xact_lock(hashtext($1))', ['acme-etl shop']);
    const result = await work(clients);
    for (const client of [...clients].reverse()) await client.query('commit');
    return result;
  } finally {
    // Ends unfinished transactions too.
    for (const client of clients) await client.end();
  }
}
