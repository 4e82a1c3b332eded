import { builtApp, environmentOf, openShop, query, type Shop } from '@acme/testing';

const app = builtApp('cli');
let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ users: 60, days: 40 });
});
afterAll(() => shop.close());

const day = '2026-11-05';

/**
 * A change that no time tells of, on a row of the day whose updated_at lies on another day: the source's row, and how
 * core shows that it was read again.
 */
const cases = [
  {
    what: 'payments captured on the day',
    job: 'payment-analytics',
    edit: `update payments_v2 set card_brand = 'reread', updated_at = updated_at
      where id = (select min(id) from payments_v2 where captured_at >= '${day}' and captured_at < '${day}'::date + 1)`,
    touch: `update payments_v2 set updated_at = '2026-11-18T00:00Z', created_at = '2026-10-30T00:00Z'
      where id = (select min(id) from payments_v2 where captured_at >= '${day}' and captured_at < '${day}'::date + 1)`,
    seen: `select count(*)::int as n from core.payments where card_brand = 'reread'`,
    legacy: false,
  },
  {
    what: 'orders delivered on the day',
    job: 'order-analytics',
    edit: `update orders_v2 set shipping_cents = 987654
      where id = (select min(id) from orders_v2 where delivered_at >= '${day}' and delivered_at < '${day}'::date + 1)`,
    touch: `update orders_v2 set updated_at = '2026-11-18T00:00Z', created_at = '2026-10-30T00:00Z'
      where id = (select min(id) from orders_v2 where delivered_at >= '${day}' and delivered_at < '${day}'::date + 1)`,
    seen: `select count(*)::int as n from core.orders where shipping_cents = 987654`,
    legacy: false,
  },
  {
    what: 'users registered on the day',
    job: 'user-analytics',
    edit: `update users_v2 set signup_source = 'reread' where id = 1`,
    touch: `update users_v2 set updated_at = '2026-11-18T00:00Z', created_at = '${day}T10:00Z' where id = 1`,
    seen: `select count(*)::int as n from core.users where signup_source = 'reread'`,
    legacy: false,
  },
  {
    what: 'legacy payments processed on the day',
    job: 'payment-analytics',
    edit: `update payments_legacy set error_code = 'reread' where id = (
      select min(id) from payments_legacy where processed_at >= '${day}' and processed_at < '${day}'::date + 1)`,
    touch: `update payments_legacy set updated_at = '2026-11-18', created_at = '2026-10-30' where id = (
      select min(id) from payments_legacy where processed_at >= '${day}' and processed_at < '${day}'::date + 1)`,
    seen: `select count(*)::int as n from core.payments where failure_code = 'reread'`,
    legacy: true,
  },
];

it.each(cases)(
  'reads $what again, whenever they last changed',
  async ({ job, edit, touch, seen, legacy }) => {
    const warehouse = await shop.newWarehouse();
    const environment = environmentOf(
      { ...shop, warehouse },
      { ENABLE_LEGACY_ETL: String(legacy), ENABLE_V1_SCHEMA: 'false' },
    );
    await query(shop.source.url, touch);
    await app.runWell(environment, ['run', job]);
    await query(shop.source.url, edit);
    await app.runWell(environment, ['run', job, '--date', '2026-11-07']);
    expect(await query(warehouse.url, seen)).toEqual([{ n: 0 }]);
    await app.runWell(environment, ['run', job, '--from', '2026-11-04', '--to', day]);
    expect(await query(warehouse.url, seen)).toEqual([{ n: 1 }]);
  },
);

it('still reads rows again that changed on the day', async () => {
  const environment = environmentOf(shop);
  await query(shop.source.url, `update users_v2 set updated_at = '2026-11-12T10:00Z' where id = 2`);
  await app.runWell(environment, ['run', 'user-analytics']);
  await query(shop.source.url, `update users_v2 set signup_source = 'changed' where id = 2`);
  await app.runWell(environment, ['run', 'user-analytics', '--date', '2026-11-12']);
  expect(
    await query(shop.warehouse.url, `select id::int from core.users where signup_source = 'changed'`),
  ).toEqual([{ id: 2 }]);
});
