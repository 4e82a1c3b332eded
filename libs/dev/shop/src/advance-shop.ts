import { UsageError } from '@acme/errors';
import { advanceUsers, type UserChanges } from './advance-users';
import { eraseOrders } from './erase-orders';
import { followInLegacy } from './legacy';
import { advanceNotifications } from './notifications';
import { salesOf } from './sales';
import { inShopDatabases, type ShopConnections } from './session';
import { readState, writeState } from './state';
import { day } from './time';
import { wholeNumber } from './whole-number';
import { writeSales, type RowChanges } from './write-sales';

export interface AdvanceOptions {
  readonly connections: ShopConnections;
  /** How many days to go on; a whole number. */
  readonly days: number;
}

/** How many rows came, changed and went. */
export interface AdvanceReport extends UserChanges {
  readonly orders: RowChanges;
  readonly items: RowChanges;
  readonly payments: RowChanges;
  readonly refunds: RowChanges;
  readonly disputes: RowChanges;
  readonly notifications: RowChanges;
  readonly until: Date;
}

/**
 * Lets some more days pass in a shop: registrations, events (late ones for days gone by among them),
 * changes of accounts, orders and what becomes of earlier ones, and a few erasures, in one transaction of
 * each database. The same state gives the same rows. Throws UsageError when there is no shop.
 */
export async function advanceShop({ connections, days }: AdvanceOptions): Promise<AdvanceReport> {
  wholeNumber('days', days);
  return inShopDatabases(connections, async (clients) => {
    const state = await readState(clients.users);
    if (!state) throw new UsageError('there is no shop to advance', 'fill it first');
    const from = state.until;
    const until = from + days * day;
    const age = Math.round((until - state.openedAt) / day);
    const { world, changes: users } = await advanceUsers(clients.users, state, until);
    const erased = await eraseOrders(clients.orders, state, until);
    const { changes, ids } = await writeSales(clients, world, salesOf(world, age), from, until);
    const shop = { world, from, until, days: age, orderId: ids.orders_v2 };
    const notifications = await advanceNotifications(clients.notifications, shop);
    await followInLegacy(clients);
    await writeState(clients.users, { ...state, until });
    return {
      ...users,
      orders: { ...changes.orders_v2, deleted: erased.orders },
      items: { ...changes.order_items_v2, deleted: erased.items },
      payments: changes.payments_v2,
      refunds: changes.refunds_v2,
      disputes: changes.disputes_v2,
      notifications,
      until: new Date(until),
    };
  });
}
