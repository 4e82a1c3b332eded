import { builtApp, environmentOf, openShop, query, type Shop } from '@acme/testing';

const app = builtApp('payment-analytics');
let shop: Shop;
let minute = 0;

beforeAll(async () => {
  shop = await openShop({ users: 200, days: 60 });
  await query(
    shop.source.url,
    `insert into payments_v2 (id, order_id, user_id, amount_cents, captured_cents, currency, status, created_at, captured_at, updated_at)
     values (9000001, 1, 1, 1000, 1000, 'USD', 'captured', '2026-11-10', '2026-11-10', '2026-11-10');
     insert into refunds_v2 (id, payment_id, order_id, amount_cents, currency, reason, status, created_at, processed_at, updated_at)
     values (9000001, 9000001, 1, 800, 'USD', 'other', 'completed', '2026-11-12', '2026-11-12', '2026-11-12')`,
  );
  await app.runWell(environmentOf(shop));
});
afterAll(() => shop.close());

/** Changes something, runs, and gives what became of the refund: its reasons in quarantine, and whether it counts. */
async function after(sql: string) {
  minute += 1;
  const touched = `2026-11-20T06:${String(minute).padStart(2, '0')}:00Z`;
  await query(shop.source.url, sql.replaceAll('$now', `'${touched}'`));
  await app.runWell(environmentOf(shop, { RUN_NOW: touched.replace(':00Z', ':30Z') }));
  const [row] = await query<{ reasons: string[] | null; counts: boolean }>(
    shop.warehouse.url,
    `select (select reasons from etl.quarantine where entity = 'refunds' and source_id = 9000001) as reasons,
       exists (select from core.refunds where id = 9000001) as counts`,
  );
  return row;
}

it('counts while it keeps to its payment', async () => {
  expect(await after('select 1')).toEqual({ reasons: null, counts: true });
});

it('refuses a refund above what was captured as soon as the payment says so, though the refund is as it was', async () => {
  expect(
    await after('update payments_v2 set captured_cents = 700, updated_at = $now where id = 9000001'),
  ).toEqual({ reasons: ['amount_cents: above what was captured'], counts: false });
});

it('refuses a refund in another currency than its payment', async () => {
  expect(
    await after(
      `update payments_v2 set captured_cents = 1000, currency = 'EUR', updated_at = $now where id = 9000001`,
    ),
  ).toEqual({ reasons: ['currency: not the currency of its payment'], counts: false });
});

it('takes the refund back when the payment fits again', async () => {
  expect(
    await after(`update payments_v2 set currency = 'USD', updated_at = $now where id = 9000001`),
  ).toEqual({ reasons: null, counts: true });
});

it('takes it back as well when a payment that refuted it is deleted, which leaves no time stamp', async () => {
  await after('update payments_v2 set captured_cents = 1, updated_at = $now where id = 9000001');
  await after(`update refunds_v2 set notes = 'later than its payment', updated_at = $now where id = 9000001`);
  expect(await after('delete from payments_v2 where id = 9000001')).toEqual({ reasons: null, counts: true });
});

it('reads currencies in capital letters, and refuses what is none', async () => {
  expect(await after(`update refunds_v2 set currency = 'usd', updated_at = $now where id = 9000001`)).toEqual(
    { reasons: null, counts: true },
  );
  expect(await after(`update refunds_v2 set currency = 'U$D', updated_at = $now where id = 9000001`)).toEqual(
    { reasons: ['currency: malformed'], counts: false },
  );
});

it('counts a refund of a payment without an order', async () => {
  expect(
    await after(
      `update refunds_v2 set currency = 'USD', order_id = null, updated_at = $now where id = 9000001`,
    ),
  ).toEqual({ reasons: null, counts: true });
});
