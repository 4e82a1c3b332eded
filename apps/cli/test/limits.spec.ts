import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSqlRoot } from '@acme/db';
import { builtApp, environmentOf, openShop, query, type Shop } from '@acme/testing';
import { disagreements } from './support/disagreements';

const app = builtApp('cli');
let shop: Shop;
let minute = 0;

beforeAll(async () => {
  shop = await openShop({ users: 60, days: 40, eventsPerUser: 20 });
  await run();
});
afterAll(() => shop.close());

const now = () => `2026-11-20T06:${String(minute).padStart(2, '0')}:30Z`;
const run = (environment: Record<string, string> = {}, job = 'all') =>
  app.runWell(environmentOf(shop, { RUN_NOW: now(), QUARANTINE_LIMIT: '1', ...environment }), ['run', job]);

/** Changes the sources, at an instant of its own, and runs. */
async function change(sql: string, environment?: Record<string, string>) {
  minute += 1;
  await query(
    shop.source.url,
    sql.replaceAll('$now', `'2026-11-20T06:${String(minute).padStart(2, '0')}:00Z'`),
  );
  return run(environment);
}

const inQuarantine = async () => {
  const rows = await query<{ row: string; reasons: string[] }>(
    shop.warehouse.url,
    "select entity || ' ' || source_id as row, reasons from etl.quarantine where source_id < 1000 order by 1",
  );
  return Object.fromEntries(rows.map(({ row, reasons }) => [row, reasons]));
};

const firstRows = `(select min(id) from`;

it('refuses a text that no key can hold, an amount no sum, a quantity no number, and goes on', async () => {
  await change(`
    update users_v2 set signup_source = repeat('x', 4000), updated_at = $now where id = 1;
    update user_activity_v2 set platform = repeat('x', 4000) where id = 1;
    update order_items_v2 set category = repeat('ü', 201), updated_at = $now where id = 1;
    update order_items_v2 set quantity = -2147483648, updated_at = $now where id = 2;
    update order_items_v2 set unit_price_cents = 9007199254740993, updated_at = $now where id = 3;
    update order_items_v2 set quantity = 2147483647, unit_price_cents = 9007199254740992, updated_at = $now where id = 4;
    update orders_v2 set total_cents = 9223372036854775807, updated_at = $now where id = 5;
    update orders_v2 set discount_cents = -9223372036854775808, updated_at = $now where id = 6;
    update payments_v2 set provider = repeat('x', 4000), failure_code = repeat('x', 4000), card_brand = repeat('x', 4000), updated_at = $now where id = 7;
    update payments_v2 set amount_cents = 9223372036854775807, processing_time_ms = -2147483648, updated_at = $now where id = 8;
    update notifications_v2 set template_id = repeat('x', 4000), provider = repeat('x', 201), failure_code = repeat('x', 201), updated_at = $now where id = 9;
    update notifications_v2 set provider = repeat('x', 200), updated_at = $now where id = 10;
    update disputes_v2 set reason = repeat('x', 4000), updated_at = $now where id = ${firstRows} disputes_v2);
    insert into user_activity_v2 (id, user_id, activity_type, created_at, platform)
      values (910, 1, 'login', '2026-11-19', repeat('x', 201))
      on conflict (id) do update set platform = excluded.platform`);
  const longer = 'longer than 200 characters';
  expect(await inQuarantine()).toMatchObject({
    'users 1': [`signup_source: ${longer}`],
    'order_items 1': [`category: ${longer}`],
    'order_items 2': ['quantity: beyond 2^31 - 1'],
    'order_items 3': ['unit_price_cents: beyond 2^53 minor units'],
    'order_items 4': ['quantity: with unit_price_cents beyond 2^62 minor units'],
    'orders 5': ['total_cents: beyond 2^53 minor units'],
    'orders 6': ['discount_cents: beyond 2^53 minor units'],
    'payments 7': [`card_brand: ${longer}`, `failure_code: ${longer}`, `provider: ${longer}`],
    'payments 8': ['amount_cents: beyond 2^53 minor units', 'processing_time_ms: beyond 2^31 - 1'],
    'notifications 9': [`failure_code: ${longer}`, `provider: ${longer}`, `template_id: ${longer}`],
  });
  expect(
    await query(
      shop.warehouse.url,
      "select count(*)::int as n from etl.quarantine where entity = 'disputes'",
    ),
  ).toEqual([{ n: 1 }]);
  expect(await inQuarantine()).not.toHaveProperty('notifications 10');
});

it('agrees with what an independent reading leaves of them', async () => {
  // An event is never changed: what was changed in it all the same is as it was read.
  await query(shop.source.url, "update user_activity_v2 set platform = 'web' where id in (1, 910)");
  await run({}, 'user-analytics');
  await app.runWell(environmentOf(shop, { RUN_NOW: now(), QUARANTINE_LIMIT: '1' }), [
    'run',
    'user-analytics',
    '--full-refresh',
  ]);
  expect(await disagreements(shop.source.url, shop.warehouse.url, 'UTC', now())).toEqual({});
});

it('takes two spellings of a number, and of an address, for one person', async () => {
  await change(`
    update users_v2 set email = null, phone = '4930999', full_name = 'Ada', deleted_at = null, updated_at = $now where id = 21;
    update users_v2 set email = null, phone = '+49 (30) 999', full_name = 'ADA', deleted_at = null, updated_at = $now where id = 22;
    update users_v2 set email = null, phone = '0049 30/999', full_name = 'Ａda', deleted_at = null, updated_at = $now where id = 23;
    update users_v2 set email = 'ada@mail.example', phone = null, full_name = null, deleted_at = null, updated_at = $now where id = 24;
    update users_v2 set email = ' ＡDA＠mail.example', phone = null, full_name = null, deleted_at = null, updated_at = $now where id = 25`);
  const groups = await query(
    shop.warehouse.url,
    `select duplicate_count::int as n from analytics.user_duplicates
     where user_tokens && array(select user_token from core.users where id in (21, 24)) order by 1`,
  );
  expect(groups).toEqual([{ n: 2 }, { n: 3 }]);
  expect(await disagreements(shop.source.url, shop.warehouse.url, 'UTC', now())).toEqual({});
});

it('takes the ids that a mail tool gives, and quantities counted in 64 bits', async () => {
  await change(`
    alter table notifications_v2 alter column campaign_id type text;
    alter table notifications_v2 alter column template_id type uuid using null;
    alter table order_items_v2 alter column quantity type bigint;
    update notifications_v2 set campaign_id = 'spring-' || campaign_id, updated_at = $now where id % 3 = 0;
    update notifications_v2 set template_id = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', updated_at = $now where id % 3 = 1;
    update order_items_v2 set quantity = 2147483648, updated_at = $now where id = 2`);
  const [found] = await query<{ campaigns: number; templates: number }>(
    shop.warehouse.url,
    `select (select count(*)::int from analytics.campaign_daily where campaign_id like 'spring-%') as campaigns,
       (select count(*)::int from analytics.notification_daily where template_id like 'a0eebc99-%') as templates`,
  );
  expect(found!.campaigns).toBeGreaterThan(0);
  expect(found!.templates).toBeGreaterThan(0);
  expect((await inQuarantine())['order_items 2']).toEqual(['quantity: beyond 2^31 - 1']);
  expect(await disagreements(shop.source.url, shop.warehouse.url, 'UTC', now())).toEqual({});
});

it('takes them as well from an extraction query that leaves them as they are', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sources-'));
  cpSync(join(findSqlRoot(), 'sources/v2'), folder, { recursive: true });
  const file = join(folder, 'notifications.sql');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/(\w+)::text as \1/g, '$1'));
  await query(
    shop.source.url,
    "alter table notifications_v2 alter column campaign_id type bigint using nullif(regexp_replace(campaign_id, '\\D', '', 'g'), '')::bigint",
  );
  await change('update notifications_v2 set updated_at = $now', { SOURCES_SQL_DIR: folder });
  const [found] = await query<{ n: number }>(
    shop.warehouse.url,
    "select count(*)::int as n from core.notifications where campaign_id ~ '^[0-9]+$' and template_id ~ '-'",
  );
  expect(found!.n).toBeGreaterThan(0);
});

it('warns of refunds that exceed their payment only together', async () => {
  await change(`
    insert into payments_v2 (id, user_id, amount_cents, captured_cents, currency, status, created_at, captured_at, updated_at)
      values (9000001, 1, 1000, 1000, 'USD', 'captured', '2026-11-10', '2026-11-10', $now);
    insert into refunds_v2 (id, payment_id, amount_cents, currency, reason, status, created_at, processed_at, updated_at)
      select 9000000 + n, 9000001, 600, 'usd', 'other', 'completed', '2026-11-12', '2026-11-12', $now
      from generate_series(1, 2) as n`);
  expect(
    await query(
      shop.warehouse.url,
      `select table_name, level, violations::int from etl.check_results
       where check_name = 'refunds_within_captured' and run_id = (select max(run_id) from etl.runs where job = 'payment-analytics')`,
    ),
  ).toEqual([{ table_name: 'analytics.refund_daily', level: 'warn', violations: 1 }]);
  expect(await disagreements(shop.source.url, shop.warehouse.url, 'UTC', now())).toEqual({});
});

it('names what is wrong with rows that are too many, and keeps their ids until they are mended', async () => {
  minute += 1;
  const at = `'2026-11-20T06:${String(minute).padStart(2, '0')}:00Z'`;
  await query(
    shop.source.url,
    `update users_v2 set status = 'haunted', updated_at = ${at} where id between 30 and 50;
     update users_v2 set signup_source = repeat('secret', 50), updated_at = ${at} where id between 49 and 52`,
  );
  const refused = await app.run(environmentOf(shop, { RUN_NOW: now() }), ['run', 'user-analytics']);
  expect(refused.code).toBe(65);
  expect(refused.stderr).toMatch(
    /status: outside the vocabulary \(21 rows, such as 30, 31, 32\); signup_source: longer than 200 characters \(4 rows, such as 49, 50, 51\)/,
  );
  expect(refused.stderr + refused.stdout).not.toMatch(/haunted|secret/);
  const kept = () =>
    query(
      shop.warehouse.url,
      `select reasons, count(*)::int as n, min(source_id)::int as first from etl.refused_batches where entity = 'users' group by 1 order by 3`,
    );
  expect(await kept()).toEqual([
    { reasons: ['status: outside the vocabulary'], n: 19, first: 30 },
    {
      reasons: ['signup_source: longer than 200 characters', 'status: outside the vocabulary'],
      n: 2,
      first: 49,
    },
    { reasons: ['signup_source: longer than 200 characters'], n: 2, first: 51 },
  ]);
  const told = await app.runWell(environmentOf(shop), ['status']);
  expect(told.stdout).toMatch(/23 rows of users break the model \(etl\.refused_batches\)/);
  await change(
    "update users_v2 set status = 'active', signup_source = 'web', updated_at = $now where id between 30 and 52",
  );
  expect(await kept()).toEqual([]);
});
