import type { Client } from 'pg';
import { copyRows } from '../copy-rows';
import { mix, Random } from '../random';
import { dayOf } from '../time';
import { World } from '../world';
import { allNotifications } from './all-notifications';
import { idAt, readBatches, reserveIds, writeBatch, type NotificationBatch } from './batches';
import type { NotifyingShop } from './fill-notifications';
import { changesBetween, type Notification } from './notification';
import { copyNotifications, rowWriter } from './row';
import { stream } from './streams';

/** Notifications that come, change and go for good in [from, until); erased users get and do nothing. */
export async function advanceNotifications(
  client: Client,
  shop: NotifyingShop & { readonly from: number },
): Promise<{ inserted: number; updated: number; deleted: number }> {
  const { world, from, until, days } = shop;
  // As if nobody had been erased, so that every notification keeps its position.
  const all = allNotifications(new World(world.plan, days), days, until);
  const firstNew = all.findIndex(({ createdAt }) => createdAt >= from);
  const known = firstNew < 0 ? all.length : firstNew;
  const batches = await readBatches(client);
  const deleted = await eraseSome(client, shop, batches, known);
  const updated = await update(client, changedRows(shop, all, known, batches));
  if (known === all.length) return { inserted: 0, updated, deleted };
  const batch = { firstPosition: known, firstId: await reserveIds(client, all.length - known) };
  await writeBatch(client, batch);
  const newRows = rows(shop, all, known, all.length, [batch]);
  const inserted = await copyRows(client, copyNotifications('notifications_v2'), newRows);
  return { inserted, updated, deleted };
}

/** Deletes a few rows as a clean-up does; it leaves no trace. */
async function eraseSome(
  client: Client,
  { world, from, until }: NotifyingShop & { readonly from: number },
  batches: readonly NotificationBatch[],
  known: number,
): Promise<number> {
  const random = new Random(mix(world.plan.seed, stream.erasure, dayOf(from), dayOf(until)));
  const count = Math.min(known, Math.max(3, Math.round(known / 20_000)));
  const ids = Array.from({ length: count }, () => idAt(batches, random.below(known)));
  const { rowCount } = await client.query('delete from notifications_v2 where id = any($1::bigint[])', [ids]);
  return rowCount ?? 0;
}

function* rows(
  shop: NotifyingShop,
  all: readonly Notification[],
  first: number,
  end: number,
  batches: readonly NotificationBatch[],
  wanted: (one: Notification) => boolean = () => true,
): Generator<string> {
  const { world, until } = shop;
  const row = rowWriter(world, until, (index) => shop.orderId(index));
  for (let position = first; position < end; position += 1) {
    const one = all[position]!;
    if (!world.erased[one.user] && wanted(one)) yield row(one, position, idAt(batches, position));
  }
}

const changedRows = (
  shop: NotifyingShop & { readonly from: number },
  all: readonly Notification[],
  known: number,
  batches: readonly NotificationBatch[],
) => rows(shop, all, 0, known, batches, (one) => changesBetween(one, shop.from, shop.until));

async function update(client: Client, lines: Iterable<string>): Promise<number> {
  await client.query('create temp table changed_notifications (like notifications_v2) on commit drop');
  await copyRows(client, copyNotifications('changed_notifications'), lines);
  const { rowCount } = await client.query(
    `update notifications_v2
        set status = changed.status,
            queued_at = changed.queued_at,
            sent_at = changed.sent_at,
            delivered_at = changed.delivered_at,
            opened_at = changed.opened_at,
            clicked_at = changed.clicked_at,
            bounced_at = changed.bounced_at,
            failed_at = changed.failed_at,
            unsubscribed_at = changed.unsubscribed_at,
            complained_at = changed.complained_at,
            failure_code = changed.failure_code,
            retry_count = changed.retry_count,
            updated_at = changed.updated_at
       from changed_notifications changed
      where notifications_v2.id = changed.id`,
  );
  return rowCount ?? 0;
}
