import type { Service } from '@acme/config';
import { UsageError } from '@acme/errors';
import type { Client } from 'pg';
import { activityScale } from './activity-scale';
import { fillUsers } from './fill-users';
import { fillLegacy } from './legacy';
import { fillNotifications } from './notifications';
import { registrationScale } from './registrations';
import { salesOf } from './sales';
import { inEachDatabase, inShopDatabases, type ShopClients, type ShopConnections } from './session';
import { shopSql, tablesByService } from './shop-sql';
import { readState, writeState } from './state';
import { saleTableNames } from './tables/sale-table';
import { day, startOfUtcDay } from './time';
import { wholeNumber } from './whole-number';
import { World } from './world';
import { writeSales } from './write-sales';

export interface FillOptions {
  readonly connections: ShopConnections;
  /** Whole number; the same options give the same rows. */
  readonly seed: number;
  /** How many users have registered by `until`. */
  readonly users: number;
  /** The shop's age in days at `until`. */
  readonly days: number;
  /** The exclusive end of the shop's time: no row is younger. Default: the last midnight in UTC. */
  readonly until?: Date;
  /** Mean over all users, whenever they registered; default 80. */
  readonly eventsPerUser?: number;
}

/** How many rows were written. */
export interface FillReport {
  readonly users: number;
  readonly events: number;
  readonly orders: number;
  readonly items: number;
  readonly payments: number;
  readonly refunds: number;
  readonly disputes: number;
  readonly notifications: number;
  readonly until: Date;
}

/**
 * Makes the shop's tables and fills them, in one transaction of each database. Throws UsageError when
 * there is a shop already, or a number is none to make one of.
 */
export async function fillShop(options: FillOptions): Promise<FillReport> {
  const { connections, seed, users, days, eventsPerUser = 80 } = options;
  wholeNumber('users', users);
  wholeNumber('days', days);
  const until = options.until?.getTime() ?? startOfUtcDay(Date.now());
  const openedAt = until - days * day;
  return inShopDatabases(connections, async (clients) => {
    if (await readState(clients.users)) {
      throw new UsageError('the shop is filled already', 'advance it, or delete it and start afresh');
    }
    await dropUnfinished(clients);
    await makeTables(clients);
    const plan = { seed, openedAt, registrationScale: registrationScale(seed, openedAt, days, users) };
    const batch = { firstIndex: 0, firstId: 1 };
    const world = new World(plan, days, [batch]);
    const scale = activityScale(world, until, eventsPerUser);
    const filled = await fillUsers(clients.users, world, batch, scale, until);
    const { changes, ids } = await writeSales(clients, world, salesOf(world, days), -Infinity, until);
    const shop = { world, until, days, orderId: ids.orders_v2 };
    const notifications = await fillNotifications(clients.notifications, shop);
    await inEachDatabase(clients, async (client, service) => {
      await analyze(client, service);
      await fillLegacy(client, service);
    });
    await writeState(clients.users, { ...plan, activityScale: scale, until });
    return {
      ...filled,
      orders: changes.orders_v2.inserted,
      items: changes.order_items_v2.inserted,
      payments: changes.payments_v2.inserted,
      refunds: changes.refunds_v2.inserted,
      disputes: changes.disputes_v2.inserted,
      notifications,
      until: new Date(until),
    };
  });
}

/** What a fill left behind that ended between two databases' commits: the shop's own tables, by their comment. */
async function dropUnfinished(clients: ShopClients): Promise<void> {
  for (const client of Object.values(clients)) {
    const { rows } = await client.query<{ name: string }>(
      `select oid::regclass::text as name from pg_class
       where relkind = 'r' and obj_description(oid, 'pg_class') = 'AcmeShop sample shop'`,
    );
    for (const { name } of rows) await client.query(`drop table ${name}`);
    if (client !== clients.users) await client.query('drop schema if exists shop cascade');
  }
}

async function makeTables(clients: ShopClients): Promise<void> {
  await clients.users.query(shopSql('state.sql'));
  for (const [service, sql] of tablesByService()) await clients[service].query(sql);
}

/** Notifications are, once they are filled. */
async function analyze(client: Client, service: Service): Promise<void> {
  if (service === 'users') await client.query('analyze users_v2, user_activity_v2');
  for (const table of saleTableNames) {
    if (service === (table.startsWith('order') ? 'orders' : 'payments'))
      await client.query(`analyze ${table}`);
  }
}
