import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSqlRoot } from '@acme/db';
import {
  builtApp,
  createDatabase,
  dropDatabase,
  environmentOf,
  query,
  testServer,
  type TestDatabase,
  type TestServer,
} from '@acme/testing';
import { emptyShop } from '../support/empty-shop';

const app = builtApp('cli');
const longer = 'longer than 200 characters';

let server: TestServer;
let source: TestDatabase;
let warehouse: TestDatabase;

beforeAll(async () => {
  server = await testServer(process.env.TEST_DATABASE_URL);
  [source, warehouse] = [await createDatabase(server), await createDatabase(server)];
  await emptyShop(source.url);
});
afterAll(async () => {
  for (const database of [source, warehouse]) await dropDatabase(server, database);
  await server.release();
});

const environment = (more: Record<string, string> = {}) =>
  environmentOf({ source, warehouse }, { QUARANTINE_LIMIT: '1', ...more });

/** Changes the source and runs a job, which has to end well. */
async function after(sql: string, job: string, more?: Record<string, string>): Promise<void> {
  await query(source.url, sql);
  await app.runWell(environment(more), ['run', job]);
}

async function inQuarantine(...entities: string[]): Promise<Record<string, string[]>> {
  const rows = await query<{ row: string; reasons: string[] }>(
    warehouse.url,
    "select entity || ' ' || source_id as row, reasons from etl.quarantine where entity = any ($1)",
    [entities],
  );
  return Object.fromEntries(rows.map(({ row, reasons }) => [row, reasons]));
}

it('refuses accounts and events with a text that no key can hold, and takes spellings of one person for one', async () => {
  await after(
    `insert into users_v2 (id, status, subscription_tier, signup_source, email, phone, full_name, created_at, updated_at) values
       (1, 'active', 'free', repeat('x', 4000), null, null, null, '2026-11-01', '2026-11-01'),
       (2, 'active', 'free', repeat('ü', 200), null, null, null, '2026-11-01', '2026-11-01'),
       (3, 'active', 'free', 'web', null, '4930999', 'Ada', '2026-11-01', '2026-11-01'),
       (4, 'active', 'free', 'web', null, '+49 (30) 999', 'ADA', '2026-11-01', '2026-11-01'),
       (5, 'active', 'free', 'web', null, '0049 30/999', 'Ａda', '2026-11-01', '2026-11-01'),
       (6, 'active', 'free', 'web', 'ada@mail.example', null, null, '2026-11-01', '2026-11-01'),
       (7, 'active', 'free', 'web', ' ＡDA＠mail.example', null, null, '2026-11-01', '2026-11-01');
     insert into users_v2 (id, status, created_at, updated_at)
       select n, 'active', '2026-11-01', '2026-11-01' from generate_series(30, 60) as n;
     insert into user_activity_v2 (id, user_id, activity_type, created_at, platform) values
       (1, 3, 'login', '2026-11-02', repeat('x', 201)), (2, 3, 'login', '2026-11-02', 'web')`,
    'user-analytics',
  );
  expect(await inQuarantine('users', 'user_activity')).toEqual({
    'users 1': [`signup_source: ${longer}`],
    'user_activity 1': [`platform: ${longer}`],
  });
  const groups = await query(
    warehouse.url,
    'select duplicate_count::int as n from analytics.user_duplicates order by 1',
  );
  expect(groups).toEqual([{ n: 2 }, { n: 3 }]);
});

it('refuses orders and lines with an amount no sum can hold, or a quantity no number', async () => {
  const order = (id: number, discount: string, total: string) =>
    `(${id}, 3, 'delivered', 'eur', null, ${discount}, 0, 0, ${total}, '2026-11-03', '2026-11-03')`;
  const line = (id: number, quantity: string, price: string, category = "'toys'") =>
    `(${id}, 1, 7, ${quantity}, ${price}, 0, null, null, ${category}, '2026-11-03', '2026-11-03')`;
  await after(
    `alter table orders_v2 alter column subtotal_cents drop not null;
     alter table order_items_v2 alter column tax_cents drop not null, alter column total_cents drop not null;
     alter table order_items_v2 alter column quantity type bigint;
     insert into orders_v2 (id, user_id, status, currency, subtotal_cents, discount_cents, tax_cents, shipping_cents, total_cents, created_at, updated_at)
       values ${[order(1, '0', '100'), order(2, '0', '9223372036854775807'), order(3, '-9223372036854775808', '1'), order(4, '0', '9007199254740992')].join(', ')};
     insert into order_items_v2 (id, order_id, product_id, quantity, unit_price_cents, discount_cents, tax_cents, total_cents, category, created_at, updated_at)
       values ${[
         line(1, '1', '100'),
         line(2, '-2147483648', '1'),
         line(3, '2147483648', '1'),
         line(4, '1', '9007199254740993'),
         line(5, '2147483647', '9007199254740992'),
         line(6, '1', '1', "repeat('x', 201)"),
         line(7, '-2147483647', '3'),
       ].join(', ')}`,
    'order-analytics',
  );
  expect(await inQuarantine('orders', 'order_items')).toEqual({
    'orders 2': ['total_cents: beyond 2^53 minor units'],
    'orders 3': ['discount_cents: beyond 2^53 minor units'],
    'order_items 2': ['quantity: beyond 2^31 - 1'],
    'order_items 3': ['quantity: beyond 2^31 - 1'],
    'order_items 4': ['unit_price_cents: beyond 2^53 minor units'],
    'order_items 5': ['quantity: with unit_price_cents beyond 2^62 minor units'],
    'order_items 6': [`category: ${longer}`],
  });
  // A NULL in a column that nothing reads is nobody's harm, and currencies are read in capital letters.
  expect(
    await query(
      warehouse.url,
      'select currency, sum(placed)::int as placed from analytics.order_daily group by 1',
    ),
  ).toEqual([{ currency: 'EUR', placed: 2 }]);
});

it('refuses payments and disputes likewise, and warns of refunds that exceed their payment only together', async () => {
  const payment = (id: number, amount: string, text: string, milliseconds: string) =>
    `(${id}, 3, ${amount}, 1000, 'USD', 'captured', ${text}, ${text}, ${text}, ${milliseconds}, '2026-11-10', '2026-11-10', '2026-11-10')`;
  await after(
    `insert into payments_v2 (id, user_id, amount_cents, captured_cents, currency, status, provider, failure_code, card_brand, processing_time_ms, created_at, captured_at, updated_at)
       values ${[payment(1, '1000', "'visa'", '1'), payment(2, '1000', "repeat('x', 4000)", '1'), payment(3, '9223372036854775807', "'visa'", '-2147483648')].join(', ')};
     insert into refunds_v2 (id, payment_id, amount_cents, currency, reason, status, created_at, processed_at, updated_at)
       select n, 1, 600, 'usd', 'other', 'completed', '2026-11-12', '2026-11-12', '2026-11-12' from generate_series(1, 2) as n;
     insert into disputes_v2 (id, payment_id, amount_cents, currency, reason, status, opened_at, updated_at) values
       (1, 1, 1, 'USD', repeat('x', 4000), 'open', '2026-11-12', '2026-11-12')`,
    'payment-analytics',
  );
  expect(await inQuarantine('payments', 'refunds', 'disputes')).toEqual({
    'payments 2': [`card_brand: ${longer}`, `failure_code: ${longer}`, `provider: ${longer}`],
    'payments 3': ['amount_cents: beyond 2^53 minor units', 'processing_time_ms: beyond 2^31 - 1'],
    'disputes 1': [`reason: ${longer}`],
  });
  expect(
    await query(
      warehouse.url,
      "select table_name, level, violations::int from etl.check_results where check_name = 'refunds_within_captured'",
    ),
  ).toEqual([{ table_name: 'analytics.refund_daily', level: 'warn', violations: 1 }]);
});

it('takes the ids that a mail tool gives, cast by the extraction query or not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sources-'));
  cpSync(join(findSqlRoot(), 'sources/v2'), folder, { recursive: true });
  const file = join(folder, 'notifications.sql');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/(\w+)::text as \1/g, '$1'));
  await after(
    `alter table notifications_v2 alter column template_id type uuid using null;
     insert into notifications_v2 (id, user_id, channel, status, template_id, campaign_id, provider, created_at, sent_at, updated_at) values
       (1, 3, 'email', 'sent', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 17, repeat('x', 200), '2026-11-10', '2026-11-10', '2026-11-10'),
       (2, 3, 'email', 'sent', null, 17, repeat('x', 201), '2026-11-10', '2026-11-10', '2026-11-10')`,
    'notification-analytics',
    { SOURCES_SQL_DIR: folder },
  );
  await after(
    `alter table notifications_v2 alter column campaign_id type text;
     update notifications_v2 set campaign_id = 'spring', provider = null, updated_at = '2026-11-11' where id = 2`,
    'notification-analytics',
  );
  expect(
    await query(warehouse.url, 'select campaign_id, sent::int from analytics.campaign_daily order by 1'),
  ).toEqual([
    { campaign_id: '17', sent: 1 },
    { campaign_id: 'spring', sent: 1 },
  ]);
  expect(
    await query(warehouse.url, 'select template_id from analytics.notification_daily order by 1'),
  ).toEqual([{ template_id: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11' }, { template_id: 'unknown' }]);
  expect(await inQuarantine('notifications')).toEqual({});
});

it('names what is wrong with rows that are too many, and keeps their ids until they are mended', async () => {
  await query(
    source.url,
    `update users_v2 set status = 'haunted', updated_at = '2026-11-12' where id between 30 and 50;
     update users_v2 set signup_source = repeat('secret', 50), updated_at = '2026-11-12' where id between 49 and 52`,
  );
  const refused = await app.run(environment({ QUARANTINE_LIMIT: '0.1' }), ['run', 'user-analytics']);
  expect(refused.code).toBe(65);
  expect(refused.stderr).toMatch(
    /status: outside the vocabulary \(21 rows, such as 30, 31, 32\); signup_source: longer than 200 characters \(4 rows, such as 49, 50, 51\)/,
  );
  expect(refused.stderr + refused.stdout).not.toMatch(/haunted|secret/);
  const kept = () =>
    query(
      warehouse.url,
      `select reasons, count(*)::int as n, min(source_id)::int as first from etl.refused_batches
       where entity = 'users' group by 1 order by 3`,
    );
  const [unknown, long] = ['status: outside the vocabulary', `signup_source: ${longer}`];
  expect(await kept()).toEqual([
    { reasons: [unknown], n: 19, first: 30 },
    { reasons: [unknown, long], n: 2, first: 49 },
    { reasons: [long], n: 2, first: 51 },
  ]);
  const told = await app.runWell(environment(), ['status']);
  expect(told.stdout).toMatch(/23 rows of users break the model \(etl\.refused_batches\)/);
  await after(
    "update users_v2 set status = 'active', signup_source = 'web', updated_at = '2026-11-13' where id between 30 and 52",
    'user-analytics',
  );
  expect(await kept()).toEqual([]);
});
