import { rmSync } from 'node:fs';
import type { Service } from '@acme/config';
import { startServer, type Server } from '@acme/dev-server';
import { advanceShop, fillShop, type ShopConnections } from '../src/index';
import { newFolder, query } from './helpers';

export const tables = [
  'users_v2',
  'user_activity_v2',
  'orders_v2',
  'order_items_v2',
  'payments_v2',
  'refunds_v2',
  'disputes_v2',
  'notifications_v2',
];

/** Databases for small shops on one throw-away server. */
export interface ShopServer {
  /** An empty database that serves all services. */
  empty(): Promise<SmallShop>;
  /** An empty database for each service; `query` asks that of the users service. */
  apart(): Promise<SmallShop & { ask<Row>(service: Service, sql: string): Promise<Row[]> }>;
  release(): Promise<void>;
}

export interface SmallShop {
  readonly connections: ShopConnections;
  query<Row>(sql: string): Promise<Row[]>;
  /** One word for all rows of all tables. */
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
  const newDatabase = async () => {
    const name = `shop_${(count += 1)}`;
    await query(server.superuserUrl('postgres'), `create database ${name}`);
    return name;
  };
  return {
    empty: async () => smallShop(server, await newDatabase()),
    apart: async () => {
      const names = {
        users: await newDatabase(),
        orders: await newDatabase(),
        payments: await newDatabase(),
        notifications: await newDatabase(),
      };
      return {
        ...smallShop(server, names.users),
        connections: { admin: (service) => server.superuserUrl(names[service]) },
        ask: async <Row>(service: Service, sql: string) =>
          (await query(server.superuserUrl(names[service]), sql)) as Row[],
      };
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
      const all = tables.map((name) => `(select string_agg(t::text, ' ' order by id) from ${name} t)`);
      const [row] = await ask<{ hash: string }>(
        `select hashtextextended(concat_ws(' ', ${all.join(', ')}), 0)::text as hash`,
      );
      return row!.hash;
    },
  };
}
