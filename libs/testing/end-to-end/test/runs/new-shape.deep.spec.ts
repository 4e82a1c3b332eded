import { builtApp, contents, environmentOf, openShop, query, type Shop } from '@acme/testing';

const app = builtApp('order-analytics');
const reader = `reader_${process.pid}`;
let shop: Shop;

/** A warehouse whose tables have the columns of an earlier definition, with readers of their own. */
const earlier = `
  alter table analytics.product_daily rename column net_before_refunds_cents to net_cents;
  alter table analytics.order_daily drop column refunds_in_other_currency;
  alter table analytics.category_daily rename column category to section;
  update etl.metric_tables set definition = 'earlier' where table_name in ('analytics.product_daily', 'analytics.order_daily', 'analytics.category_daily');
  create role ${reader};
  grant usage on schema analytics to ${reader};
  grant select on analytics.product_daily, analytics.order_daily, analytics.category_daily to ${reader};
  create schema reports;
  create view reports.units as select day, product_id, units from analytics.product_daily`;

beforeAll(async () => {
  shop = await openShop({ users: 60, days: 40, after: { app: 'order-analytics' } });
});
afterAll(async () => {
  await query(shop.warehouse.url, `drop owned by ${reader}; drop role ${reader}`);
  await shop.close();
});

it('gives tables of an earlier definition their new columns; who could read them still can, and views go on', async () => {
  const before = await contents(shop.warehouse.url);
  await query(shop.warehouse.url, earlier);
  await app.runWell(environmentOf(shop));
  expect(await contents(shop.warehouse.url)).toEqual(before);
  const readable = await query(
    shop.warehouse.url,
    `select name from unnest(array['product_daily', 'order_daily', 'category_daily']) as name
     where has_table_privilege('${reader}', 'analytics.' || name, 'select')`,
  );
  expect(readable).toHaveLength(3);
  expect(await query(shop.warehouse.url, 'select from reports.units')).toHaveLength(
    before['analytics.product_daily']!.length,
  );
});

it('names the view that reads a column that goes, and leaves the table as it is', async () => {
  await query(
    shop.warehouse.url,
    `alter table analytics.product_daily rename column net_before_refunds_cents to net_cents;
     update etl.metric_tables set definition = 'earlier' where table_name = 'analytics.product_daily';
     create view reports.money as select day, net_cents from analytics.product_daily`,
  );
  const { code, stderr } = await app.run(environmentOf(shop));
  expect(code).toBe(78);
  expect(stderr).toMatch(/product_daily gets another shape.*\(net_cents\): reports\.money/);
  expect(stderr).not.toMatch(/reports\.units/);
  expect(await query(shop.warehouse.url, 'select from reports.money limit 1')).toHaveLength(1);
  await query(shop.warehouse.url, 'drop view reports.money');
  await app.runWell(environmentOf(shop));
});
