import { query } from '@acme/testing';
import type { Chance } from '../chance';

/** Rows that are kept aside while they are deleted, to come back as they were. */
const restorable = [
  'users_v2',
  'user_activity_v2',
  'orders_v2',
  'order_items_v2',
  'payments_v2',
  'notifications_v2',
];

/** Makes room for what is deleted and comes back. */
export async function prepareChanges(source: string): Promise<void> {
  await query(
    source,
    `create schema kept; ${restorable.map((table) => `create table kept.${table} as table ${table} with no data;`).join('')}`,
  );
}

/**
 * What a night finds changed: late edits, deletions, rows that come back with their old times, late events, rows that
 * break their model and rows that are mended. `at` is the instant of the changes and later than any before.
 */
export async function changeAll(source: string, chance: Chance, at: string): Promise<void> {
  for (const table of restorable) if (chance.next() < 0.4) await restore(source, table);
  for (const change of changes) if (chance.next() < 0.5) await query(source, change(at, chance));
  for (const table of restorable) if (chance.next() < 0.4) await remove(source, table, chance);
}

/**
 * What may change while runs are disturbed: the twin, which runs once at the end, must come to the same. So nothing
 * goes, and nothing changes of which a history is kept.
 */
export async function changeMeanwhile(source: string, chance: Chance, at: string): Promise<void> {
  for (const change of [lateEvents, editOrders, editItems, editNotifications])
    if (chance.next() < 0.5) await query(source, change(at, chance));
}

/** `table` stands in the code above. */
async function restore(source: string, table: string): Promise<void> {
  await query(
    source,
    `with back as (delete from kept.${table} returning *) insert into ${table} select * from back on conflict (id) do nothing`,
  );
}

/** From anywhere in the id space; at times all of a small table. */
async function remove(source: string, table: string, chance: Chance): Promise<void> {
  const some = chance.next() < 0.1 && table === 'notifications_v2' ? 'true' : `id % 37 = ${chance.below(37)}`;
  await query(
    source,
    `with gone as (delete from ${table} where ${some} returning *) insert into kept.${table} select * from gone`,
  );
}

type Change = (at: string, chance: Chance) => string;

const lateEvents: Change = (at, chance) => `
  insert into user_activity_v2 (user_id, activity_type, created_at)
  select id, 'login', '${at}'::timestamptz - interval '1 hour' * ${1 + chance.below(500)}
  from users_v2 where id % 11 = ${chance.below(11)}`;

const editOrders: Change = (at, chance) => `
  update orders_v2 set status = 'cancelled', cancelled_at = created_at + interval '3 days', coupon_code = 'LATE', updated_at = '${at}'
  where id % 23 = ${chance.below(23)}`;

/** The order's time moves too: in the old tables the lines are part of it. */
const editItems: Change = (at, chance) => {
  const some = `id % 29 = ${chance.below(29)}`;
  return `
    update orders_v2 set updated_at = '${at}' where id in (select order_id from order_items_v2 where ${some});
    update order_items_v2 set quantity = quantity + 1, category = 'moved', updated_at = '${at}' where ${some}`;
};

const editNotifications: Change = (at, chance) => `
  update notifications_v2 set sent_at = sent_at - interval '1 day', channel = 'sms', updated_at = '${at}'
  where id % 41 = ${chance.below(41)}`;

const changes: readonly Change[] = [
  lateEvents,
  editOrders,
  editItems,
  editNotifications,
  (at, chance) => `
    update users_v2 set status = 'suspended', subscription_tier = 'premium', updated_at = '${at}' where id % 17 = ${chance.below(17)}`,
  (at, chance) => `
    update users_v2 set country_code = 'CA', email = 'new' || id || '@example.com', updated_at = '${at}' where id % 13 = ${chance.below(13)}`,
  // Words outside the vocabulary: quarantined; the next one mends what there is of them.
  (at, chance) => `
    update users_v2 set status = 'frozen', updated_at = '${at}' where id % 19 = ${chance.below(19)};
    update orders_v2 set status = 'lost', updated_at = '${at}' where id % 31 = ${chance.below(31)}`,
  (at) => `
    update users_v2 set status = 'active', updated_at = '${at}' where status = 'frozen';
    update orders_v2 set status = 'delivered', updated_at = '${at}' where status = 'lost'`,
  (at, chance) => `
    update payments_v2 set status = 'failed', failed_at = created_at + interval '1 minute', authorized_at = null, captured_at = null, updated_at = '${at}'
    where id % 37 = ${chance.below(37)}`,
  (at, chance) => `
    update payments_v2 set card_country = 'BR', amount_cents = amount_cents * 2, updated_at = '${at}'
    where id % 41 = ${chance.below(41)} and amount_cents < 1000000`,
  (at, chance) => `
    insert into refunds_v2 (payment_id, order_id, amount_cents, currency, reason, status, created_at, processed_at, updated_at)
    select id, coalesce(order_id, 0), captured_cents / 5, currency, 'other', 'completed', '${at}', '${at}', '${at}'
    from payments_v2 where captured_cents > 4 and id % 29 = ${chance.below(29)}`,
  (at, chance) => `
    update disputes_v2 set status = 'won', updated_at = '${at}' where id % 3 = ${chance.below(3)}`,
];
