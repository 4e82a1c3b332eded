import { World } from '@acme/oracle';
import {
  builtApp,
  contents,
  createDatabase,
  dropDatabase,
  environmentOf,
  openShop,
  oracleInput,
  query,
  rowVersions,
  type Shop,
} from '@acme/testing';
import { disagreements } from '../support/disagreements';
import { emptyShop } from '../support/empty-shop';

const app = builtApp('cli');
const now = '2026-11-20T06:00:00Z';
let shop: Shop;
let environment: ReturnType<typeof environmentOf>;

/** Cells of an entity's line in the report. */
const lineOf = (stdout: string, entity: string) =>
  new RegExp(`^ +${entity} +(.*)$`, 'm')
    .exec(stdout)![1]!
    .split(/ {2,}/)
    .map((cell) => Number(cell.replace(/,/g, '')));

const reconcile = (...options: string[]) => app.run(environment, ['reconcile', ...options]);

beforeAll(async () => {
  shop = await openShop({ users: 250, days: 150 });
  environment = environmentOf(shop, { RUN_NOW: now, SWEEP_BUCKET_IDS: '500' });
  await app.runWell(environment, ['run', 'all']);
  // Jobs that read one database at the same time hold back each other's watermarks: in peace they catch up.
  await app.runWell(environment, ['run', 'user-analytics']);
});
afterAll(() => shop.close());

it('has nothing to report of a clean warehouse, and writes nothing', async () => {
  const before = await rowVersions(shop.warehouse.url);
  const { code, stdout } = await reconcile();
  expect(code).toBe(0);
  for (const entity of [
    'users',
    'user_activity',
    'orders',
    'order_items',
    'payments',
    'refunds',
    'disputes',
    'notifications',
  ]) {
    const [source, core, buckets, , missing, extra, altered, waiting, quarantined] = lineOf(stdout, entity);
    expect(source! - quarantined!).toBe(core);
    expect(buckets).toBeGreaterThan(0);
    expect([missing, extra, altered, waiting]).toEqual([0, 0, 0, 0]);
  }
  expect(await rowVersions(shop.warehouse.url)).toEqual(before);
});

/** The line of a day, or of all, in a currency, by column; of the last matching table. */
function amounts(stdout: string, day: string, currency: string): Record<string, number> {
  const names = /^ +(day +currency .*)$/m.exec(stdout)![1]!.split(/ {2,}/).slice(2);
  const cells = new RegExp(`^ +${day} +${currency} +(.*)$`, 'm').exec(stdout)![1]!.split(/ {2,}/);
  return Object.fromEntries(names.map((name, nth) => [name, Number(cells[nth])]));
}

const centsOf = (payments: readonly { capturedCents: number }[]) =>
  payments.reduce((sum, { capturedCents }) => sum + capturedCents, 0);

it('compares orders with captured payments and confirmations per currency and day', async () => {
  const { stdout } = await reconcile();
  const { facts } = new World(await oracleInput(shop.source.url, 'UTC', now));
  const captures = facts.payments.filter(({ capturedAt }) => capturedAt !== null);
  const captured = new Set(captures.map(({ orderId }) => orderId));
  for (const currency of ['USD', 'EUR', 'JPY']) {
    const orders = facts.orders.filter((order) => order.valid && order.currency === currency);
    const received = captures.filter((payment) => payment.currency === currency);
    const of = (valid: boolean | undefined) =>
      centsOf(received.filter(({ orderId }) => facts.orderById.get(orderId ?? '')?.valid === valid));
    expect({ currency, ...amounts(stdout, 'all', currency) }).toMatchObject({
      currency,
      valid_orders: orders.length,
      captured_orders: orders.filter(({ id }) => captured.has(id)).length,
      ordered_cents: orders.reduce((sum, { totalCents }) => sum + totalCents, 0),
      captured_cents: of(true),
      for_cancelled_cents: of(false),
      unexplained_cents: of(undefined),
    });
  }
  expect(stdout).toMatch(/of \d+ days × currencies do not match/);
});

it('shows money captured in another currency than the order’s on both sides', async () => {
  const source = await createDatabase(shop.server);
  const warehouse = await createDatabase(shop.server);
  try {
    await emptyShop(source.url);
    await query(source.url, twoCurrencies);
    const settings = environmentOf({ source, warehouse }, { RUN_NOW: now });
    await app.runWell(settings, ['run', 'all']);
    const { stdout } = await app.runWell(settings, ['reconcile']);
    const none = { valid_orders: 0, captured_orders: 0, in_other_currency: 0, not_captured: 0 };
    expect(amounts(stdout, '2026-11-10', 'EUR')).toEqual({
      // Order 1 is captured in dollars, order 2 in both, order 3 by nobody, order 4 is free.
      ...{ valid_orders: 4, captured_orders: 2, in_other_currency: 2, not_captured: 1, confirmed_orders: 0 },
      ...{ captures_without_order: 0, ordered_cents: 1700, captured_cents: 300, difference_cents: -1400 },
      ...{ for_cancelled_cents: 0, unexplained_cents: 0 },
    });
    expect(amounts(stdout, '2026-11-10', 'USD')).toEqual({
      ...{ ...none, confirmed_orders: 0, captures_without_order: 0, ordered_cents: 0 },
      ...{ captured_cents: 1296, difference_cents: 1296, for_cancelled_cents: 70, unexplained_cents: 0 },
    });
    expect(amounts(stdout, '2026-11-12', 'USD')).toEqual({
      ...{ ...none, confirmed_orders: 0, captures_without_order: 2, ordered_cents: 0 },
      ...{ captured_cents: 0, difference_cents: 0, for_cancelled_cents: 0, unexplained_cents: 12 },
    });
    const gaps = await query(
      warehouse.url,
      `select day::text, currency, orders_without_capture::int, captures_without_order::int
       from analytics.order_capture_gap_daily order by 1, 2`,
    );
    expect(gaps.map((row) => Object.values(row as object))).toEqual([
      ['2026-11-10', 'EUR', 1, 0],
      ['2026-11-12', 'USD', 0, 2],
    ]);
  } finally {
    await dropDatabase(shop.server, warehouse);
    await dropDatabase(shop.server, source);
  }
});

/** Orders in euros, paid in dollars. */
const twoCurrencies = `
  insert into orders_v2 (id, order_number, user_id, status, currency, subtotal_cents, discount_cents, tax_cents, shipping_cents, total_cents, item_count, created_at, updated_at)
    select id, 'N' || id, 1, status, 'EUR', 0, 0, 0, 0, total, 1, '2026-11-10T12:00Z', '2026-11-10T12:00Z'
    from (values (1, 'confirmed', 1000), (2, 'confirmed', 500), (3, 'confirmed', 200), (4, 'confirmed', 0), (5, 'cancelled', 50)) as o (id, status, total);
  insert into payments_v2 (id, order_id, user_id, amount_cents, captured_cents, currency, status, created_at, captured_at, updated_at)
    select id, order_id, 1, cents, cents, currency, 'captured', '2026-11-12T12:00Z', captured_at::timestamptz, '2026-11-12T12:00Z'
    from (values (1, 1, 1080, 'USD', '2026-11-12T12:00Z'), (2, 2, 300, 'EUR', '2026-11-12T12:00Z'), (3, 2, 216, 'USD', '2026-11-12T12:00Z'),
      (4, 3, 200, 'EUR', '2026-11-20T06:00Z'), (5, 5, 70, 'USD', '2026-11-12T12:00Z'), (6, null, 5, 'USD', '2026-11-12T12:00Z'),
      (7, 404, 7, 'USD', '2026-11-12T12:00Z')) as p (id, order_id, cents, currency, captured_at)`;

/** What may happen to core behind the jobs' back; each is a statement per table. */
const vandalism = `
  delete from core.orders where id in (select id from core.orders order by id limit 3);
  delete from core.user_activity where id % 997 = 1;
  delete from core.refunds where id in (select min(id) from core.refunds);
  update core.payments set amount_cents = amount_cents + 1 where id in (select id from core.payments order by id desc limit 2);
  update core.order_items set category = 'altered' where id in (select id from core.order_items order by id limit 4);
  update core.users set country_code = 'XX' where id in (select id from core.users order by id limit 2);
  insert into core.notifications (id, user_token, status, created_at, updated_at, loaded_run_id)
    values (99000001, 'v1_nobody', 'sent', '2026-10-01', '2026-10-01', 1);
  insert into core.disputes (id, payment_id, amount_cents, currency, status, updated_at, loaded_run_id)
    values (99000002, 1, 5, 'USD', 'open', '2026-10-01', 1);
  insert into core.payments select (jsonb_populate_record(payments, '{"user_token": "v1_twice"}')).* from core.payments where id = (select min(id) from core.payments)`;

it('finds what was removed, altered and added, by key, and ends with 65', async () => {
  await query(shop.warehouse.url, vandalism);
  const { code, stdout, stderr } = await reconcile();
  expect(code).toBe(65);
  expect(stderr).toMatch(/differs from its sources in .*; acme-etl reconcile --repair/);
  const found = (entity: string) => lineOf(stdout, entity).slice(4, 7);
  expect(found('orders')).toEqual([3, 0, 0]);
  expect(found('user_activity')[0]).toBeGreaterThan(1);
  expect(found('refunds')).toEqual([1, 0, 0]);
  expect(found('payments')).toEqual([0, 1, 2]);
  expect(found('order_items')).toEqual([0, 0, 4]);
  expect(found('users')).toEqual([0, 0, 2]);
  expect(found('notifications')).toEqual([0, 1, 0]);
  expect(found('disputes')).toEqual([0, 1, 0]);
  expect(stdout).toMatch(/notifications not in the source: id 99000001/);
  expect(stdout).toMatch(/order_items altered: id \d+, \d+, \d+, \d+/);
});

it('repairs it: core and every table are what the sources say, and the next comparison is clean', async () => {
  const repaired = await reconcile('--repair');
  expect({ code: repaired.code, stderr: repaired.stderr }).toEqual({ code: 0, stderr: '' });
  expect((await reconcile()).code).toBe(0);
  expect(await disagreements(shop.source.url, shop.warehouse.url, 'UTC', now)).toEqual({});
  const repairedContents = await contents(shop.warehouse.url);
  const fresh = await shop.newWarehouse();
  await app.runWell({ ...environment, WAREHOUSE_DATABASE_URL: fresh.url }, ['run', 'all']);
  const expected = await contents(fresh.url);
  delete repairedContents['core.tombstones'];
  delete expected['core.tombstones'];
  expect(repairedContents).toEqual(expected);
});

it('takes rows that the next run will load for what they are', async () => {
  await query(
    shop.source.url,
    `update orders_v2 set total_cents = total_cents + 1, updated_at = '2026-11-20T05:59Z' where id % 50 = 1;
     insert into payments_v2 (user_id, amount_cents, currency, status, created_at, updated_at)
     values (1, 100, 'USD', 'pending', '2026-11-20T05:58Z', '2026-11-20T05:58Z')`,
  );
  const { code, stdout } = await reconcile();
  expect(code).toBe(0);
  expect(lineOf(stdout, 'orders')[7]).toBeGreaterThan(0);
  expect(lineOf(stdout, 'payments')[7]).toBe(1);
});

it('refuses an option it does not know', async () => {
  expect(await reconcile('--fix')).toMatchObject({
    code: 64,
    stderr: expect.stringMatching(/--repair/) as string,
  });
});
