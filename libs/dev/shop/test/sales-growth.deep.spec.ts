import { Client } from 'pg';
import { advanceShop, fillShop } from '../src/index';
import { copyRows } from '../src/copy-rows';
import { salesOf } from '../src/sales';
import { readState } from '../src/state';
import type { Ids } from '../src/tables/sale-table';
import { day } from '../src/time';
import { World } from '../src/world';
import { copyInto, lineOf } from '../src/write-sales';
import { fillSmall, shopServer, until, type ShopServer, type SmallShop } from './shop-fixture';

const id = (index: number) => index + 1;
const ids: Ids = {
  orders_v2: id,
  order_items_v2: id,
  payments_v2: id,
  refunds_v2: id,
  disputes_v2: id,
  user: id,
};

describe('orders and payments of a shop that goes on', () => {
  let server: ShopServer;

  beforeAll(async () => {
    server = await shopServer();
  });
  afterAll(() => server.release());

  it('are those of a shop filled at once, but for what was erased', async () => {
    const shop = await server.empty();
    const options = { connections: shop.connections, seed: 5, users: 380, days: 117, eventsPerUser: 5 };
    await fillShop({ ...options, until: new Date(until.getTime() - 3 * day) });
    const first = await advanceShop({ connections: shop.connections, days: 1 });
    const then = await advanceShop({ connections: shop.connections, days: 2 });
    await expectAtOnce(shop, 120);
    const [lost] = await shop.query<Record<string, number>>(
      `select (select count(*)::int from expected_orders_v2 e where id not in (select id from orders_v2)
                and user_id in (select id from users_v2 union select 2140000001)) as orders,
              (select count(*)::int from orders_v2) as kept`,
    );
    expect(lost!.orders).toBeLessThanOrEqual(first.orders.deleted + then.orders.deleted);
    expect(lost!.kept).toBeGreaterThan(400);
  });

  /** Makes the rows of a shop of that age beside the shop's own, and compares. */
  async function expectAtOnce(shop: SmallShop, age: number): Promise<void> {
    const client = new Client({ connectionString: shop.connections.admin('orders') });
    await client.connect();
    try {
      const world = new World((await readState(client))!, age);
      for (const { table, items } of salesOf(world, age)) {
        const expected = `expected_${table.name}`;
        await client.query(`create table ${expected} (like ${table.name})`);
        const rows = items.filter((item) => table.madeAt(item) < until.getTime());
        await copyRows(
          client,
          copyInto(table, expected),
          rows.map((item) => lineOf(table, item, until.getTime(), ids)),
        );
      }
      for (const [name, user] of Object.entries(owners)) {
        // Nothing is done any more for users whose row is gone.
        const { rows } = await client.query<{ different: number; missing: number }>(
          `with kept as (select id from users_v2 union select 2140000001),
                mine as (select e.id, e::text as expected, ${user} as owner from expected_${name} e)
           select (select count(*)::int from ${name} t left join mine using (id)
                    where t::text is distinct from expected
                      and coalesce(owner, -1) in (select id from kept union select -1)) as different,
                  (select count(*)::int from mine where id not in (select id from ${name})
                      and owner in (select id from kept)) as missing`,
        );
        expect([name, rows[0]!.different]).toEqual([name, 0]);
        if (!name.startsWith('order')) expect([name, rows[0]!.missing]).toEqual([name, 0]);
      }
    } finally {
      await client.end();
    }
  }

  const owners = {
    orders_v2: 'e.user_id',
    order_items_v2: '(select o.user_id from expected_orders_v2 o where o.id = e.order_id)',
    payments_v2: 'e.user_id',
    refunds_v2: '(select p.user_id from expected_payments_v2 p where p.id = e.payment_id)',
    disputes_v2: '(select p.user_id from expected_payments_v2 p where p.id = e.payment_id)',
  };

  it('live in a database of each service', async () => {
    const shop = await server.apart();
    const filled = await fillSmall(shop);
    const count = async (service: 'orders' | 'payments' | 'notifications', table: string) =>
      (await shop.ask<{ rows: number }>(service, `select count(*)::int as rows from ${table}`))[0]!.rows;
    expect(await count('orders', 'orders_v2')).toBe(filled.orders);
    expect(await count('orders', 'order_items_v2')).toBe(filled.items);
    expect(await count('payments', 'payments_v2')).toBe(filled.payments);
    expect(await count('payments', 'refunds_v2')).toBe(filled.refunds);
    expect(await count('payments', 'disputes_v2')).toBe(filled.disputes);
    expect(await count('notifications', 'notifications_v2')).toBe(filled.notifications);
    const { orders } = await advanceShop({ connections: shop.connections, days: 1 });
    expect(await count('orders', 'orders_v2')).toBe(filled.orders + orders.inserted - orders.deleted);
  });
});
