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
import { disagreements } from '../support/disagreements';
import { emptyShop } from '../support/empty-shop';

const app = builtApp('cli');
let server: TestServer;
let source: TestDatabase;
let warehouse: TestDatabase;

beforeAll(async () => {
  server = await testServer(process.env.TEST_DATABASE_URL);
  source = await createDatabase(server);
  warehouse = await createDatabase(server);
  await emptyShop(source.url);
  await query(source.url, rows);
  await runAt('2026-03-02T12:00:00Z');
});
afterAll(async () => {
  await dropDatabase(server, warehouse);
  await dropDatabase(server, source);
  await server.release();
});

async function runAt(now: string): Promise<void> {
  await app.runWell(environmentOf({ source, warehouse }, { RUN_NOW: now, DELETE_LIMIT: '1' }), [
    'run',
    'all',
  ]);
  expect({ now, found: await disagreements(source.url, warehouse.url, 'UTC', now) }).toEqual({
    now,
    found: {},
  });
}

/** Cells as text, row by row. */
const table = async (sql: string) =>
  (await query<Record<string, string | null>>(warehouse.url, sql)).map((row) =>
    Object.values(row).map(String),
  );

const orders = `select day::text, refunded_cents::text, refunds_in_other_currency::text, net_cents::text
  from analytics.order_daily order by 1`;
const disputes = `select day::text, captured::text, disputed::text, maturity from analytics.dispute_cohort_daily order by 1`;
const trend = `select day::text, net_before_refunds_7d_cents::text, net_before_refunds_prior_7d_cents::text, growth_ratio::text
  from analytics.product_trends_daily where product_id = 7 and day in ('2026-01-10', '2026-01-17', '2026-01-24') order by 1`;

/** One user, three orders a week apart, each with a line; the second is sold at a loss. Order 4 is free. */
const rows = `
  insert into users_v2 (id, status, subscription_tier, created_at, updated_at) values (1, 'active', 'free', '2026-01-05', '2026-01-05');
  insert into user_activity_v2 (id, user_id, activity_type, created_at) values (1, 1, 'login', '2026-01-05T12:00Z'), (2, 1, 'login', '2026-01-20T12:00Z');
  insert into orders_v2 (id, order_number, user_id, status, currency, subtotal_cents, discount_cents, tax_cents, shipping_cents, total_cents, item_count, created_at, updated_at)
    select id, 'N' || id, 1, 'confirmed', 'EUR', 0, 0, 0, 0, total, 1, day::timestamptz + interval '12 hours', day
    from (values (1, 1000, date '2026-01-10'), (2, 1000, '2026-01-17'), (3, 1000, '2026-01-24'), (4, 0, '2026-01-10')) as o (id, total, day);
  insert into order_items_v2 (id, order_id, product_id, product_name, category, quantity, unit_price_cents, discount_cents, tax_cents, total_cents, is_gift, created_at, updated_at)
    select id, id, 7, 'Ball', 'toys', 1, 1000, off, 0, 1000, false, '2026-01-05', '2026-01-05' from (values (1, 0), (2, 1500), (3, 800)) as i (id, off);
  -- Payment 1 pays order 1 in dollars; payment 2 pays no order; payment 3, authorised only, order 2.
  insert into payments_v2 (id, order_id, user_id, amount_cents, captured_cents, currency, status, created_at, authorized_at, captured_at, updated_at) values
    (1, 1, 1, 1080, 1080, 'USD', 'captured', '2026-01-10T12:00Z', '2026-01-10T12:00Z', '2026-01-10T12:00Z', '2026-01-10T12:00Z'),
    (2, null, 1, 500, 500, 'EUR', 'captured', '2026-01-11T12:00Z', '2026-01-11T12:00Z', '2026-01-11T12:00Z', '2026-01-11T12:00Z'),
    (3, 2, 1, 1000, null, 'EUR', 'authorized', '2026-01-17T12:00Z', '2026-01-17T12:00Z', null, '2026-01-17T12:00Z');
  insert into refunds_v2 (id, payment_id, order_id, amount_cents, currency, reason, status, created_at, processed_at, updated_at) values
    (1, 1, null, 80, 'USD', 'other', 'completed', '2026-01-12', '2026-01-12', '2026-01-12'),
    (2, 2, null, 30, 'EUR', 'other', 'completed', '2026-01-13', '2026-01-13', '2026-01-13'),
    (3, 2, 3, 10, 'EUR', 'other', 'completed', '2026-01-25', '2026-01-25', '2026-01-25');
  -- Opened before its payment was captured.
  insert into disputes_v2 (id, payment_id, amount_cents, currency, reason, status, opened_at, updated_at)
    values (1, 1, 1080, 'USD', 'fraud', 'open', '2026-01-09', '2026-01-09')`;

it('counts refunds for the order they name, else for their payment’s, and those in another currency beside it', async () => {
  expect(await table(orders)).toEqual([
    ['2026-01-10', '0', '1', '1000'],
    ['2026-01-17', '0', '0', '1000'],
    ['2026-01-24', '10', '0', '990'],
  ]);
  expect(
    await table(
      `select day::text, currency, refunds::text, amount_cents::text from analytics.refund_daily order by 1, 2`,
    ),
  ).toEqual([
    ['2026-01-12', 'USD', '1', '80'],
    ['2026-01-13', 'EUR', '1', '30'],
    ['2026-01-25', 'EUR', '1', '10'],
  ]);
});

it('knows no growth against a week of losses', async () => {
  expect(await table(trend)).toEqual([
    ['2026-01-10', '1000', '0', 'null'],
    ['2026-01-17', '-500', '1000', '-1.5000000000000000'],
    ['2026-01-24', '200', '-500', 'null'],
  ]);
});

it('misses no capture of a free order, and takes one in another currency for a capture', async () => {
  expect(
    await table(
      `select day::text, currency, orders_without_capture::text, captures_without_order::text
       from analytics.order_capture_gap_daily order by 1`,
    ),
  ).toEqual([
    ['2026-01-11', 'EUR', '0', '1'],
    ['2026-01-17', 'EUR', '1', '0'],
    ['2026-01-24', 'EUR', '1', '0'],
  ]);
  expect(
    await table(
      `select day::text, orders_attempted::text, orders_paid::text, orders_captured::text
       from analytics.payment_orders_daily order by 1`,
    ),
  ).toEqual([
    ['2026-01-10', '1', '1', '1'],
    ['2026-01-17', '1', '1', '0'],
  ]);
});

it('goes on with days and months though nothing happens any more', async () => {
  const ends = await table(
    ['user_churn_daily', 'user_retention_daily', 'payment_fraud_daily']
      .map((name) => `select min(day)::text, max(day)::text, count(*)::text from analytics.${name}`)
      .join(' union all '),
  );
  expect(ends).toEqual([
    ['2026-01-05', '2026-03-01', '56'],
    ['2026-01-05', '2026-03-01', '56'],
    ['2026-01-10', '2026-03-01', '51'],
  ]);
  expect(
    await table(
      `select active_base::text, churned::text, churn_30d_rate::text, closed_accounts::text
       from analytics.user_churn_daily where day = '2026-03-01'`,
    ),
  ).toEqual([['1', '1', '1.00000000000000000000', '0']]);
  expect(
    await table(
      `select cohort_month::text, activity_month::text, cohort_size::text, active_users::text
       from analytics.user_cohort_retention_monthly order by 1, 2`,
    ),
  ).toEqual([
    ['2026-01-01', '2026-01-01', '1', '1'],
    ['2026-01-01', '2026-02-01', '1', '0'],
    ['2026-02-01', '2026-02-01', '0', '0'],
  ]);
  expect(
    await table(
      `select first_order_month::text, first_time_buyers::text from analytics.customer_repeat_monthly order by 1`,
    ),
  ).toEqual([
    ['2026-01-01', '1'],
    ['2026-02-01', '0'],
  ]);
});

it('follows a payment to another order with the refunds that name none', async () => {
  await query(
    source.url,
    `update payments_v2 set order_id = 3, updated_at = '2026-03-03T10:00Z' where id = 2;
     update payments_v2 set order_id = 2, updated_at = '2026-03-03T10:00Z' where id = 1`,
  );
  await runAt('2026-03-03T12:00:00Z');
  expect(await table(orders)).toEqual([
    ['2026-01-10', '0', '0', '1000'],
    ['2026-01-17', '0', '1', '1000'],
    ['2026-01-24', '40', '0', '960'],
  ]);
  await query(source.url, 'delete from payments_v2 where id = 2');
  await runAt('2026-03-03T13:00:00Z');
  expect((await table(orders))[2]).toEqual(['2026-01-24', '10', '0', '990']);
});

it('leaves a final cohort as it is: a dispute opened after 120 days is in no cohort', async () => {
  expect(await table(disputes)).toEqual([['2026-01-10', '1', '1', 'provisional']]);
  // 120 × 24 hours after 11 January, when that day ended, it is 11 May.
  await query(source.url, `delete from disputes_v2`);
  await runAt('2026-05-11T00:00:00Z');
  expect(await table(disputes)).toEqual([['2026-01-10', '1', '0', 'final']]);
  await query(
    source.url,
    `insert into disputes_v2 (id, payment_id, amount_cents, currency, reason, status, opened_at, updated_at) values
       (2, 1, 1080, 'USD', 'fraud', 'open', '2026-05-11T01:00Z', '2026-05-11T01:00Z'),
       (3, 1, 1080, 'USD', 'fraud', 'open', '2026-05-10T12:00Z', '2026-05-11T01:00Z')`,
  );
  await runAt('2026-05-11T02:00:00Z');
  expect(await table(disputes)).toEqual([['2026-01-10', '1', '0', 'final']]);
  // The source corrects when one was opened: an instant earlier, and it was in time.
  await query(
    source.url,
    `update disputes_v2 set opened_at = '2026-05-10T11:59:59Z', updated_at = '2026-05-11T03:00Z' where id = 3`,
  );
  await runAt('2026-05-11T04:00:00Z');
  expect(await table(disputes)).toEqual([['2026-01-10', '1', '1', 'final']]);
});
