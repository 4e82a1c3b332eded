import type { Client } from 'pg';
import { copyRows } from '../copy-rows';
import type { World } from '../world';
import { allNotifications } from './all-notifications';
import { createBatches, reserveIds, writeBatch } from './batches';
import type { Notification } from './notification';
import { copyNotifications, rowWriter } from './row';

/** The shop as the notifications are told from it. */
export interface NotifyingShop {
  readonly world: World;
  /** The exclusive end of the shop's time, in milliseconds. */
  readonly until: number;
  /** The shop's age in days at `until`. */
  readonly days: number;
  orderId(index: number): number;
}

/** Fills notifications_v2, which is there; gives the number of rows. */
export async function fillNotifications(client: Client, shop: NotifyingShop): Promise<number> {
  const { world, until, days } = shop;
  await createBatches(client);
  const all = allNotifications(world, days, until);
  const firstId = all.length > 0 ? await reserveIds(client, all.length) : 1;
  const written = await copyRows(client, copyNotifications('notifications_v2'), rows(shop, all, firstId));
  if (all.length > 0) await writeBatch(client, { firstPosition: 0, firstId });
  await client.query('analyze notifications_v2');
  return written;
}

function* rows(shop: NotifyingShop, all: readonly Notification[], firstId: number): Generator<string> {
  const row = rowWriter(shop.world, shop.until, (index) => shop.orderId(index));
  for (const [position, one] of all.entries()) yield row(one, position, firstId + position);
}
