import { v1 } from '@acme/models';
import { query } from '@acme/testing';

/** Columns that are made of other identities, or beside those that the legacy source does not provide at all. */
const madeOtherwise: Record<string, readonly string[]> = {
  // Whether is known, since when is not.
  users: ['email_verified'],
  // Lines are numbered by their order in one generation, by themselves in the other.
  order_items: ['id', 'tax_cents', 'created_at', 'updated_at'],
  // The card's number is its identity in one generation, its fingerprint in the other.
  payments: ['card_fingerprint_token'],
};

/** By core table, columns that only one generation has, or that each makes of something else. */
const ofOneGeneration = new Map(
  [v1.users, v1.userActivity, v1.orders, v1.payments, v1.refunds, v1.notifications]
    .flatMap((entity) => [entity, ...(entity.children ?? []).map((child) => child.entity)])
    .map(({ name, unavailable = [] }) => [name, [...unavailable, ...(madeOtherwise[name] ?? [])]]),
);

/** Old words: v2 tells some things apart that the old vocabulary does not. */
const coarse: Record<string, string> = {
  'users.status': 'users.status',
  'users.subscription_tier': 'users.subscription_tier',
  'orders.status': 'orders.status',
  'payments.status': 'payments.status',
  'notifications.channel': 'notifications.channel',
};

/** What both generations provide of every core table, as sorted rows of text. */
export async function availableInBoth(url: string): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const [table, own] of ofOneGeneration) {
    const columns = await query<{ name: string }>(
      url,
      `select attname as name from pg_attribute
       where attrelid = to_regclass('core.' || $1) and attnum > 0 and not attisdropped and attname <> all ($2)
         and attname <> 'loaded_run_id' order by attnum`,
      [table, own],
    );
    const values = columns.map(({ name }) =>
      coarse[`${table}.${name}`] ? `core.v1_word('${table}.${name}', ${name})` : `${name}::text`,
    );
    // A legacy order that is refused takes its lines along.
    const where = table === 'order_items' ? 'where order_id in (select id from core.orders)' : '';
    const rows = await query<{ row: string }>(
      url,
      `select row(${values.join(', ')})::text as row from core.${table} ${where} order by 1`,
    );
    found[table] = rows.map(({ row }) => row);
  }
  return found;
}
