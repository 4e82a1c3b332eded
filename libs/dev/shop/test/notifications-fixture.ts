import { rmSync } from 'node:fs';
import { shopSql } from '../src/shop-sql';
import { Client } from 'pg';
import { startServer } from '@acme/dev-server';
import { advanceNotifications, fillNotifications } from '../src/notifications';
import { registrationScale } from '../src/registrations';
import { World } from '../src/world';
import { newFolder, query } from './helpers';

const day = 86_400_000;

export interface Size {
  readonly users: number;
  /** The shop's age at `until`; `plannedDays` after its opening it has `users` users. */
  readonly days: number;
  readonly plannedDays?: number;
  readonly seed?: number;
}

/** A notifications service with nothing around it. */
export interface NotificationShop {
  readonly world: World;
  readonly client: Client;
  readonly rows: number;
  query<Row>(sql: string): Promise<Row[]>;
  /** Users at these positions are erased meanwhile. */
  advance(days: number, erased?: readonly number[]): ReturnType<typeof advanceNotifications>;
}

export interface NotificationServer {
  fill(size: Size): Promise<NotificationShop>;
  release(): Promise<void>;
}

/** When the shop opens: so that the clocks change in both Europe and America in its 120 first days. */
export const openedAt = Date.parse('2026-07-26T00:00:00Z');

/** An order's id from its index, as if a hundred orders were made by hand before. */
export const orderId = (index: number): number => index + 101;

export async function notificationServer(): Promise<NotificationServer> {
  const dir = newFolder();
  const server = await startServer({ dir, durable: false });
  const clients: Client[] = [];
  return {
    fill: async (size) => {
      const name = `notifications_${clients.length + 1}`;
      await query(server.superuserUrl('postgres'), `create database ${name}`);
      const client = new Client({ connectionString: server.superuserUrl(name) });
      await client.connect();
      clients.push(client);
      await client.query(shopSql('v2-notifications.sql'));
      return filled(client, size);
    },
    release: async () => {
      for (const client of clients) await client.end();
      await server.release();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function filled(
  client: Client,
  { users, days, plannedDays = days, seed = 7 }: Size,
): Promise<NotificationShop> {
  const plan = {
    seed,
    openedAt,
    registrationScale: registrationScale(seed, openedAt, plannedDays, users),
  };
  const worldAt = (age: number) => new World(plan, age, [{ firstIndex: 0, firstId: 1 }]);
  let age = days;
  const erasedSoFar: number[] = [];
  const shopAt = (world: World) => ({ world, until: openedAt + age * day, days: age, orderId });
  const inTransaction = async <T>(work: () => Promise<T>): Promise<T> => {
    await client.query('begin');
    const result = await work();
    await client.query('commit');
    return result;
  };
  const world = worldAt(age);
  const rows = await inTransaction(() => fillNotifications(client, shopAt(world)));
  return {
    world,
    client,
    rows,
    query: async <Row>(sql: string) => (await client.query(sql)).rows as Row[],
    advance: (more, erased = []) =>
      inTransaction(() => {
        const from = openedAt + age * day;
        age += more;
        erasedSoFar.push(...erased);
        const later = worldAt(age);
        for (const index of erasedSoFar) later.erased[index] = 1;
        return advanceNotifications(client, { ...shopAt(later), from });
      }),
  };
}
