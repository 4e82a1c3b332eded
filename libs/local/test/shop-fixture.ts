import { rmSync } from 'node:fs';
import { advanceShop, fillShop, startServer, type Server, type ShopConnections } from '../src/index';
import { newFolder, query } from './helpers';

/** Databases for small shops on one throw-away server. */
export interface ShopServer {
  /** An empty database, as the users service's. */
  empty(): Promise<SmallShop>;
  release(): Promise<void>;
}

export interface SmallShop {
  readonly connections: ShopConnections;
  query<Row>(sql: string): Promise<Row[]>;
  /** One word for all rows of both tables. */
  hash(): Promise<string>;
}

/** Sixty days that end after the clocks were set back in Europe and in the United States. */
export const until = new Date('2026-11-23T00:00:00Z');

export const fillSmall = (shop: SmallShop, seed = 7) =>
  fillShop({ connections: shop.connections, seed, users: 400, days: 60, until, eventsPerUser: 40 });

export const advance = (shop: SmallShop, days: number) =>
  advanceShop({ connections: shop.connections, days });

export async function shopServer(): Promise<ShopServer> {
  const dir = newFolder();
  const server = await startServer({ dir, durable: false });
  let count = 0;
  return {
    empty: async () => {
      const name = `shop_${(count += 1)}`;
      await query(server.superuserUrl('postgres'), `create database ${name}`);
      return smallShop(server, name);
    },
    release: async () => {
      await server.release();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function smallShop(server: Server, name: string): SmallShop {
  const url = server.superuserUrl(name);
  const ask = async <Row>(sql: string) => (await query(url, sql)) as Row[];
  return {
    connections: { admin: () => url },
    query: ask,
    hash: async () => {
      const [row] = await ask<{ hash: string }>(
        `select md5(
           (select string_agg(u::text, ' ' order by id) from users_v2 u) ||
           (select string_agg(a::text, ' ' order by id) from user_activity_v2 a)
         ) as hash`,
      );
      return row!.hash;
    },
  };
}
