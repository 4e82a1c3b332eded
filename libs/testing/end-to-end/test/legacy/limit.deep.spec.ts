import { query, rowVersions } from '@acme/testing';
import { allLegacy, LegacyShop, v2FromLegacy } from '../support/legacy-shop';

let shop: LegacyShop;

beforeAll(async () => {
  shop = await LegacyShop.open();
  await shop.runWell(allLegacy);
});
afterAll(() => shop.close());

const at = (hour: number) => `updated_at = '2026-11-20 0${hour}:00'`;

const floods: [table: string, job: string, breaks: string, mends: string][] = [
  ['users', 'user-analytics', "status = status || '?'", "status = trim(status, '?')"],
  ['orders', 'order-analytics', 'items_json = items_json || $$]$$', 'items_json = left(items_json, -1)'],
  [
    'payments',
    'payment-analytics',
    'amount = amount + 0.001',
    'amount = round((amount - 0.001)::numeric, 2)',
  ],
  ['notifications', 'notification-analytics', "channel = channel || '?'", "channel = trim(channel, '?')"],
];

it.each(floods)(
  'over the limit in %s: ends 65, publishes nothing, and heals once they are mended',
  async (table, job, breaks, mends) => {
    const chosen = table === 'payments' ? "currency <> 'JPY'" : 'true';
    const before = await rowVersions(shop.shop.warehouse.url);
    expect(Object.keys(before)).toContain('analytics_v1.order_analytics');
    await shop.source(`update ${table}_legacy set ${breaks}, ${at(1)} where id % 3 > 0 and ${chosen}`);
    const refused = await shop.run(allLegacy);
    expect({ code: refused.code, stderr: refused.stderr }).toEqual({
      code: 65,
      stderr: expect.stringMatching(
        new RegExp(
          `${job}: \\d+ of \\d+ rows of ${table} break the model, more than QUARANTINE_LIMIT allows; none was loaded: .+; look at`,
        ),
      ) as string,
    });
    expect(await rowVersions(shop.shop.warehouse.url)).toEqual(before);
    await shop.source(`update ${table}_legacy set ${mends}, ${at(2)} where id % 3 > 0 and ${chosen}`);
    await shop.runWell(allLegacy);
    expect(await shop.compare(allLegacy)).toEqual({});
  },
);

it('refuses a flood of events as well; those of its own are judged by their share of what is new', async () => {
  const before = await rowVersions(shop.shop.warehouse.url);
  await shop.source(`
    insert into user_activity_legacy (id, user_id, activity_type, created_at)
    select 5000000 + n, 1, 'teleport', '2026-11-19 10:00' from generate_series(1, 11) as n`);
  const refused = await shop.run(allLegacy, { job: 'user-analytics' });
  expect(refused).toMatchObject({
    code: 65,
    stderr: expect.stringMatching(/11 of \d+ rows of user_activity/) as string,
  });
  expect(await rowVersions(shop.shop.warehouse.url)).toEqual(before);
  await shop.source(`delete from user_activity_legacy where id = 5000001`);
  await shop.runWell(allLegacy);
  expect(await shop.compare(allLegacy)).toEqual({});
});

it('publishes nothing at all on a first load over the limit', async () => {
  const warehouse = await shop.shop.newWarehouse();
  await shop.source(`update orders_legacy set total_amount = 'NaN', ${at(3)} where id % 3 = 0`);
  const { code } = await shop.run(v2FromLegacy, { warehouse, job: 'order-analytics' });
  expect(code).toBe(65);
  expect(await query(warehouse.url, 'select from core.orders')).toEqual([]);
  expect(await query(warehouse.url, 'select from core.order_items')).toEqual([]);
  expect(await query(warehouse.url, "select to_regclass('analytics.order_daily') as made")).toEqual([
    { made: null },
  ]);
  await shop.source(`update orders_legacy set total_amount = 1, ${at(4)} where id % 3 = 0`);
  await shop.runWell(v2FromLegacy, { warehouse });
  expect(await shop.compare(v2FromLegacy, warehouse)).toEqual({});
});
