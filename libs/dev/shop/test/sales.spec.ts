import { v2 } from '@acme/models';
import { advance, fillSmall, shopServer, until, type ShopServer, type SmallShop } from './shop-fixture';

const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(', ');

describe('orders and payments of a filled shop', () => {
  let server: ShopServer;
  let shop: SmallShop;

  beforeAll(async () => {
    server = await shopServer();
    shop = await server.empty();
    await fillSmall(shop);
  });
  afterAll(() => server.release());

  const one = async (sql: string) => (await shop.query<Record<string, number>>(sql))[0]!;
  const wrong = async (sql: string) => (await one(`select count(*)::int as wrong from ${sql}`)).wrong;

  it('have amounts that add up', async () => {
    expect(
      await wrong(
        `orders_v2 where total_cents <> subtotal_cents - discount_cents + tax_cents + shipping_cents`,
      ),
    ).toBe(0);
    expect(
      await wrong(`order_items_v2
        where total_cents <> quantity * unit_price_cents - discount_cents + tax_cents or total_cents < 0`),
    ).toBe(0);
    expect(
      await wrong(`orders_v2 o cross join lateral (
          select coalesce(sum(quantity * unit_price_cents), 0) as subtotal, coalesce(sum(discount_cents), 0) as discount,
                 coalesce(sum(tax_cents), 0) as tax, coalesce(sum(quantity), 0) as units
            from order_items_v2 i where i.order_id = o.id) lines
        where (subtotal, discount, tax, units) <> (subtotal_cents, discount_cents, tax_cents, item_count)`),
    ).toBe(0);
    expect(
      await wrong(`payments_v2 p join orders_v2 o on o.id = p.order_id
        where p.amount_cents <> o.total_cents or p.currency <> o.currency or p.user_id <> o.user_id`),
    ).toBe(0);
    expect(
      await wrong(`payments_v2 where captured_cents is distinct from
          case when captured_at is not null then amount_cents end or refunded_cents > captured_cents`),
    ).toBe(0);
    expect(
      await wrong(`payments_v2 p where captured_at is not null and refunded_cents <>
          (select least(coalesce(sum(amount_cents), 0), p.captured_cents) from refunds_v2 r
            where r.payment_id = p.id and r.currency = p.currency and r.status = 'completed')`),
    ).toBe(0);
  });

  it('belong to each other, and to users, but for those that should not', async () => {
    expect(
      await one(
        `select (select count(*)::int from order_items_v2 where order_id not in (select id from orders_v2)) as items,
                (select count(*)::int from payments_v2 where order_id not in (select id from orders_v2)) as payments,
                (select count(*)::int from refunds_v2 where payment_id not in (select id from payments_v2)) as refunds,
                (select count(*)::int from disputes_v2 where payment_id not in (select id from payments_v2)) as disputes,
                (select count(*)::int from orders_v2 where user_id not in (select id from users_v2)) as strangers`,
      ),
    ).toEqual({ items: 0, payments: 1, refunds: 0, disputes: 0, strangers: 2 });
  });

  it('say by their status what their instants say', async () => {
    expect(
      await wrong(`orders_v2 where status <> case
          when cancelled_at is not null or status = 'cancelled' then 'cancelled'
          when status in ('refunded', 'on_hold') then status
          when delivered_at is not null then 'delivered' when shipped_at is not null then 'shipped'
          when confirmed_at is null then 'pending' when status = 'processing' then status else 'confirmed' end`),
    ).toBe(0);
    expect(
      await wrong(`payments_v2 where status <> case
          when failed_at is not null then 'failed' when status in ('cancelled', 'requires_action') then status
          when refunded_cents = captured_cents and refunded_cents > 0 then 'refunded'
          when refunded_cents > 0 then 'partially_refunded'
          when captured_at is not null then 'captured' when authorized_at is not null then 'authorized'
          else 'pending' end`),
    ).toBe(0);
    expect(await wrong(`refunds_v2 where (status = 'completed') <> (processed_at is not null)`)).toBe(0);
    expect(await wrong(`disputes_v2 where (status = 'open') <> (closed_at is null)`)).toBe(0);
  });

  it('have no instant from after their time and none after their last change', async () => {
    const instants = {
      orders_v2: ['created_at', 'confirmed_at', 'shipped_at', 'delivered_at', 'cancelled_at'],
      order_items_v2: ['created_at'],
      payments_v2: ['created_at', 'authorized_at', 'captured_at', 'failed_at'],
      refunds_v2: ['created_at', 'processed_at'],
      disputes_v2: ['opened_at', 'closed_at'],
    };
    for (const [table, columns] of Object.entries(instants)) {
      const latest = `greatest(${columns.join(', ')})`;
      expect(
        await wrong(`${table} where updated_at >= '${until.toISOString()}' or ${latest} > updated_at`),
      ).toBe(0);
    }
  });

  it('have a few rows that break the contract', async () => {
    expect(
      await one(
        `select (select count(*)::int from orders_v2 where status not in (${quoted(v2.orderStatuses)})) as orders,
                (select count(*)::int from payments_v2 where status not in (${quoted(v2.paymentStatuses)})) as payments,
                (select count(*)::int from payments_v2
                  where payment_method not in (${quoted(v2.paymentMethods)})) as methods,
                (select count(*)::int from refunds_v2 where reason not in (${quoted(v2.refundReasons)})) as reasons,
                (select count(*)::int from refunds_v2 r join payments_v2 p on p.id = r.payment_id
                  where r.currency <> p.currency) as currencies,
                (select count(*)::int from refunds_v2 r join payments_v2 p on p.id = r.payment_id
                  where r.currency = p.currency and r.amount_cents > p.captured_cents) as amounts`,
      ),
    ).toEqual({ orders: 1, payments: 1, methods: 1, reasons: 1, currencies: 1, amounts: 1 });
  });

  it('have all that is rare and allowed', async () => {
    const seen = await one(
      `select (select count(*)::int from payments_v2 where order_id is null and captured_at is not null) as "without order",
              (select count(*)::int from orders_v2 where delivered_at < shipped_at) as "before shipped",
              (select count(*)::int from orders_v2 where total_cents = 0) as free,
              (select count(*)::int from order_items_v2 where unit_price_cents = 0) as "free items",
              (select count(*)::int from orders_v2 where id not in (select order_id from order_items_v2)) as empty,
              (select count(*)::int from orders_v2 where source is null) as sourceless,
              (select count(*)::int from orders_v2 where status = 'cancelled' and cancelled_at is not null) as cancelled,
              (select count(*)::int from orders_v2 where status = 'cancelled' and cancelled_at is null) as "by status",
              (select count(*)::int from order_items_v2 where category is null) as uncategorised,
              (select count(*)::int from payments_v2 where card_fingerprint is not null and card_brand is null) as brandless,
              (select count(*)::int from payments_v2 where provider is null) as nameless,
              (select count(*)::int from payments_v2 where status = 'failed' and failure_code is null) as codeless,
              (select count(*)::int from payments_v2 where status = 'authorized'
                and authorized_at < '${until.toISOString()}'::timestamptz - interval '30 days') as uncaptured,
              (select count(*)::int from payments_v2 where captured_at = authorized_at) as "at once",
              (select count(*)::int from orders_v2 a join orders_v2 b on b.id = a.id + 1
                where a.created_at = b.created_at) as together,
              (select count(*)::int from orders_v2 where currency = 'JPY') as yen,
              (select count(*)::int from orders_v2 where currency = 'KWD') as dinars`,
    );
    expect(Object.entries(seen).filter(([, count]) => count === 0)).toEqual([]);
  });

  it('are ordered in the hours around a clock change too', async () => {
    const { around } = await one(
      `select count(*)::int as around from orders_v2 o join users_v2 u on u.id = o.user_id
        where o.created_at at time zone u.timezone between '2026-10-25 00:30' and '2026-10-25 03:30'
           or o.created_at at time zone u.timezone between '2026-11-01 00:30' and '2026-11-01 03:30'`,
    );
    expect(around).toBeGreaterThan(0);
  });

  it('go on around rows that were inserted by hand', async () => {
    const mine = await server.empty();
    await fillSmall(mine);
    const [by] = await mine.query<{ id: string }>(
      `insert into orders_v2 (user_id, status, currency, subtotal_cents, discount_cents, tax_cents, shipping_cents,
                              total_cents, created_at, updated_at)
       values (1, 'pending', 'USD', 0, 0, 0, 0, 0, '2026-11-22', '2026-11-22') returning id`,
    );
    const { orders } = await advance(mine, 2);
    expect(orders.inserted).toBeGreaterThan(0);
    await advance(mine, 2);
    const [row] = await mine.query<Record<string, number>>(
      `select (select count(*)::int from orders_v2 where order_number is null) as mine,
              (select count(*)::int from order_items_v2 where order_id = ${by!.id}) as items,
              (select count(*)::int from order_items_v2 where order_id not in (select id from orders_v2)) as strays,
              (select count(*)::int from payments_v2 p join orders_v2 o on o.id = p.order_id
                where p.amount_cents <> o.total_cents) as wrong`,
    );
    expect(row).toEqual({ mine: 1, items: 0, strays: 0, wrong: 0 });
  });
});
