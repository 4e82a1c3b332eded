import { findSqlRoot } from '@acme/db';
import { loadMetricDefinitions } from '@acme/pipeline';
import { builtApp, environmentOf, openShop, query, type Shop } from '@acme/testing';

const app = builtApp('cli');
const money = loadMetricDefinitions(findSqlRoot())
  .filter(({ table }) => table.startsWith('analytics.'))
  .map(({ table, grain, columns }) => ({
    table,
    grain,
    amounts: Object.keys(columns).filter((name) => name.endsWith('_cents')),
  }))
  .filter(({ amounts }) => amounts.length > 0);
let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ users: 250, days: 150 });
  // Whoever has moved between countries has bought in two currencies: the segment is over both, so that the
  // francs of a twin could not be the original's dollars.
  await query(
    shop.source.url,
    `delete from orders_v2 where currency <> 'USD' and user_id in (select user_id from orders_v2 where currency = 'USD')`,
  );
  await app.runWell(environmentOf(shop), ['run', 'all']);
});
afterAll(() => shop.close());

it.each(money)('$table states the currency of its amounts in its grain', ({ grain }) => {
  expect(grain).toContain('currency');
});

/** A table's grain and amounts in one currency, without the currency itself. */
async function amountsIn(currency: string, { table, grain, amounts }: (typeof money)[number]) {
  const columns = [...grain.filter((name) => name !== 'currency'), ...amounts];
  return query(
    shop.warehouse.url,
    `select ${columns.map((name) => `${name}::text as ${name}`).join(', ')} from ${table} where currency = $1
     order by ${columns.map((_, nth) => nth + 1).join(', ')}`,
    [currency],
  );
}

const everyAmountIn = async (currency: string) =>
  Object.fromEntries(
    await Promise.all(money.map(async (table) => [table.table, await amountsIn(currency, table)] as const)),
  );

it('gives a new currency exactly its own sums, and takes nothing from the others', async () => {
  const before = { USD: await everyAmountIn('USD'), JPY: await everyAmountIn('JPY') };
  await query(shop.source.url, twins);
  await app.runWell(environmentOf(shop, { RUN_NOW: '2026-11-20T06:30:00Z' }), ['run', 'all']);
  expect({ USD: await everyAmountIn('USD'), JPY: await everyAmountIn('JPY') }).toEqual(before);
  const added = await everyAmountIn('CHF');
  for (const { table } of money) {
    // What everybody bought in dollars, twins bought in francs.
    expect({ table, rows: added[table] }).toEqual({ table, rows: before.USD[table] });
    expect({ table, filled: added[table]!.length > 0 }).toEqual({ table, filled: true });
  }
});

/** A twin of every user, who bought in francs what the user bought in dollars. */
const twins = `
  insert into users_v2 select (jsonb_populate_record(u, jsonb_build_object('id', id + 50000000, 'email', null, 'phone', null, 'updated_at', '2026-11-20T06:10Z'))).* from users_v2 as u;
  insert into orders_v2 select (jsonb_populate_record(o, jsonb_build_object('id', id + 50000000, 'user_id', user_id + 50000000, 'currency', 'CHF', 'updated_at', '2026-11-20T06:10Z'))).*
    from orders_v2 as o;
  delete from orders_v2 where id > 50000000 and id - 50000000 not in (select id from orders_v2 where currency = 'USD');
  insert into order_items_v2 select (jsonb_populate_record(i, jsonb_build_object('id', id + 50000000, 'order_id', order_id + 50000000, 'updated_at', '2026-11-20T06:10Z'))).*
    from order_items_v2 as i where order_id in (select id - 50000000 from orders_v2 where id > 50000000);
  insert into payments_v2 select (jsonb_populate_record(p, jsonb_build_object('id', id + 50000000, 'order_id', order_id + 50000000, 'user_id', user_id + 50000000, 'currency', 'CHF', 'updated_at', '2026-11-20T06:10Z'))).*
    from payments_v2 as p where currency = 'USD';
  insert into refunds_v2 select (jsonb_populate_record(r, jsonb_build_object('id', id + 50000000, 'payment_id', payment_id + 50000000, 'order_id', order_id + 50000000, 'currency', case currency when 'USD' then 'CHF' else currency end, 'updated_at', '2026-11-20T06:10Z'))).*
    from refunds_v2 as r where payment_id in (select id - 50000000 from payments_v2 where id > 50000000);
  insert into disputes_v2 select (jsonb_populate_record(d, jsonb_build_object('id', id + 50000000, 'payment_id', payment_id + 50000000, 'currency', 'CHF', 'updated_at', '2026-11-20T06:10Z'))).*
    from disputes_v2 as d where currency = 'USD' and payment_id in (select id - 50000000 from payments_v2 where id > 50000000);
  insert into notifications_v2 select (jsonb_populate_record(n, jsonb_build_object('id', id + 50000000, 'user_id', user_id + 50000000, 'order_id', order_id + 50000000, 'updated_at', '2026-11-20T06:10Z'))).*
    from notifications_v2 as n`;
