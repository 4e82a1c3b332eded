import { query } from '@acme/testing';

/** Columns that a core table has by one generation alone, or that are made of other identities. */
const ofOneGeneration: Record<string, readonly string[]> = {
  users: ['email_verified', 'email_verified_at', 'deleted_at', 'signup_source', 'country_code'],
  user_activity: ['platform'],
  orders: [
    'coupon_code',
    'discount_cents',
    'tax_cents',
    'shipping_cents',
    'source',
    'confirmed_at',
    'shipped_at',
    'delivered_at',
    'cancelled_at',
  ],
  // Lines are numbered by their order in one generation, by themselves in the other.
  order_items: ['id', 'discount_cents', 'tax_cents', 'created_at', 'updated_at'],
  // The card's number is its identity in one generation, its fingerprint in the other.
  payments: [
    'card_fingerprint_token',
    'provider',
    'card_brand',
    'card_country',
    'processing_time_ms',
    'authorized_at',
  ],
  refunds: [],
  notifications: [
    'template_id',
    'order_id',
    'campaign_id',
    'provider',
    'bounced_at',
    'unsubscribed_at',
    'complained_at',
    'failure_code',
    'retry_count',
  ],
};

/** Old words: v2 tells some things apart that the old vocabulary does not. */
const coarse: Record<string, string> = {
  'users.status': 'users.status',
  'users.subscription_tier': 'users.subscription_tier',
  'orders.status': 'orders.status',
  'payments.status': 'payments.status',
  'notifications.channel': 'notifications.channel',
};

/** What both generations can tell of every core table, as sorted rows of text. */
export async function toldByBoth(url: string): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const [table, own] of Object.entries(ofOneGeneration)) {
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
