import { builtApp, environmentOf, openShop, query, type Shop } from '@acme/testing';

const app = builtApp('order-analytics');
const flags = { ENABLE_LEGACY_ETL: 'true', ENABLE_V1_SCHEMA: 'true' };

let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ users: 120, days: 60 });
});
afterAll(() => shop.close());

it('counts refused legacy rows in the last line of its log, and ends 0', async () => {
  await query(
    shop.source.url,
    `update orders_legacy set items_json = '[' where id in (select id from orders_legacy order by id limit 3)`,
  );
  const { lines } = await app.runWell(environmentOf(shop, flags));
  const [refused] = await query<{ n: number }>(
    shop.warehouse.url,
    `select count(*)::int as n from etl.quarantine where entity = 'orders'`,
  );
  expect(refused!.n).toBeGreaterThanOrEqual(3);
  expect(lines.at(-1)).toMatchObject({
    msg: 'run finished',
    quarantineOpen: refused!.n,
    loads: { orders: { quarantined: refused!.n }, order_items: { quarantined: 0 } },
  });
});
