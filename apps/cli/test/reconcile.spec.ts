import { World } from '@acme/oracle';
import {
  builtApp,
  contents,
  environmentOf,
  openShop,
  oracleInput,
  query,
  rowVersions,
  type Shop,
} from '@acme/testing';
import { disagreements } from './support/disagreements';

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

it('compares orders with captured payments and confirmations per currency and day', async () => {
  const { stdout } = await reconcile();
  const { facts } = new World(await oracleInput(shop.source.url, 'UTC', now));
  const paid = new Set(
    facts.payments
      .filter((payment) => payment.capturedAt !== null && payment.currency === 'USD')
      .map((payment) => payment.orderId),
  );
  const orders = facts.orders.filter((order) => order.valid && order.currency === 'USD');
  const cells = /^ +all +USD +(.*)$/m.exec(stdout)![1]!.split(/ {2,}/);
  expect(cells.slice(0, 2)).toEqual([
    String(orders.length),
    String(orders.filter(({ id }) => paid.has(id)).length),
  ]);
  expect(stdout).toMatch(/of \d+ days × currencies do not match/);
});

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
