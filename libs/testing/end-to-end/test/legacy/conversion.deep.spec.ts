import { v1 } from '@acme/models';
import { query } from '@acme/testing';
import { allLegacy, LegacyShop, v2FromLegacy } from '../support/legacy-shop';

let shop: LegacyShop;

beforeAll(async () => {
  shop = await LegacyShop.open();
});
afterAll(() => shop.close());

const at = (hour: number) => `updated_at = '2026-11-20 0${hour}:00'`;

/** What core has of an order with these lines, in dollars, or why not. */
const accepted: [what: string, id: number, total: number | string, items: string | null, inCore: string][] = [
  ['a sum that floats get slightly wrong', 910_001, 0.1 + 0.2, '[]', 'USD 30'],
  ['a negative zero', 910_002, '-0', '[]', 'USD 0'],
  ['within the tolerance', 910_003, 10.000000001, '[]', 'USD 1000'],
  ['money given back', 910_004, -12.34, '[]', 'USD -1234'],
  ['no lines at all', 910_005, 1, null, 'USD 100'],
  ['the largest amount a float can tell', 910_006, '90071992547409.92', '[]', 'USD 9007199254740992'],
  ['sixteen digits', 910_007, '12345678901234.56', '[]', 'USD 1234567890123456'],
  [
    'numbers as texts',
    910_008,
    1,
    '[{"product_id": "7", "quantity": "2", "unit_price": "0.50", "total_price": "1.00"}]',
    'USD 100 50',
  ],
  [
    'whole numbers with a point or an exponent',
    910_009,
    1,
    '[{"product_id": 7.0, "quantity": 2e0, "unit_price": 5e-1, "total_price": 1.0}, {"product_id": "8e0", "quantity": "1.0", "unit_price": 0}]',
    'USD 100 50,0',
  ],
  [
    'a line given back, and sums that floats get wrong',
    910_010,
    0.3,
    '[{"product_id": 9223372036854775807, "quantity": -1, "unit_price": 0.30000000000000004, "total_price": -0.30000000000000004}]',
    'USD 30 30',
  ],
  [
    'a key twice, more keys, and nothing but what must be',
    910_011,
    1,
    '[{"product_id": 1, "product_id": 2, "unit_price": 1, "x": {"y": [null]}, "quantity": null, "total_price": null}]',
    'USD 100 100',
  ],
];

it.each(accepted)('reads an order as it is meant: %s', async (_what, id, total, items, inCore) => {
  await shop.order({ id, total, items });
  await shop.runWell(allLegacy, { job: 'order-analytics' });
  expect(await shop.inCore(id)).toBe(inCore);
});

it('refuses what a float cannot tell any more', async () => {
  await shop.order({ id: 910_020, total: 90071992547409.94 });
  await shop.order({ id: 910_021, total: 1e17, items: '[{"product_id": 1, "unit_price": 1e17}]' });
  await shop.runWell(allLegacy);
  expect(await shop.reasonsOf('orders', 910_020)).toEqual(['total_amount: no whole number of minor units']);
  expect(await shop.reasonsOf('orders', 910_021)).toEqual([
    'items_json: unit_price is no whole number of minor units',
    'total_amount: no whole number of minor units',
  ]);
  expect(await shop.compare(allLegacy)).toEqual({});
});

it('follows lines that are added, dropped, exchanged and deleted with their order', async () => {
  const prices = async () => (await shop.inCore(910_030))?.split(' ')[2];
  const lines = (...cents: number[]) =>
    JSON.stringify(cents.map((each, nth) => ({ product_id: nth + 1, quantity: 1, unit_price: each / 100 })));
  const change = async (hour: number, items: string) => {
    await shop.source(`update orders_legacy set items_json = $1, ${at(hour)} where id = 910030`, [items]);
    await shop.runWell(allLegacy, { job: 'order-analytics' });
  };
  await shop.order({ id: 910_030, total: 1, items: lines(1, 2) });
  await change(1, lines(1, 2, 3));
  expect(await prices()).toBe('1,2,3');
  await change(2, lines(3));
  expect(await prices()).toBe('3');
  await change(3, '[{');
  expect(await shop.inCore(910_030)).toBeUndefined();
  await change(4, lines(4, 5));
  expect(await prices()).toBe('4,5');
  await shop.source('delete from orders_legacy where id = 910030');
  await shop.runWell(allLegacy);
  expect(
    await query(shop.shop.warehouse.url, 'select from core.order_items where order_id = 910030'),
  ).toEqual([]);
  expect(await shop.compare(allLegacy)).toEqual({});
});

it('reads the same whatever zone, date style and float format the databases are set to', async () => {
  const warehouse = await shop.shop.newWarehouse();
  // The hour that New York skips, and the one it has twice.
  await shop.order({ id: 910_040, total: 0.1 + 0.2 });
  await shop.order({ id: 910_041, total: '12345678901234.56' });
  await shop.source(`
    update orders_legacy set created_at = '2026-03-08 02:30', ${at(5)} where id = 910040;
    update orders_legacy set created_at = '2026-11-01 01:30', ${at(5)} where id = 910041`);
  for (const { name } of [shop.shop.source, warehouse])
    for (const setting of [
      "timezone = 'America/New_York'",
      "datestyle = 'SQL, DMY'",
      'extra_float_digits = -2',
    ])
      await query(shop.shop.server.url('postgres'), `alter database ${name} set ${setting}`);
  await shop.runWell(allLegacy, { warehouse });
  for (const { name } of [shop.shop.source, warehouse])
    await query(shop.shop.server.url('postgres'), `alter database ${name} reset all`);
  await shop.runWell(allLegacy);
  const instants = `select id::int, extract(epoch from created_at)::bigint::text as at, total_cents::text as cents
    from core.orders where id in (910040, 910041) order by id`;
  const expected = [
    { id: 910_040, at: String(Date.UTC(2026, 2, 8, 2, 30) / 1000), cents: '30' },
    { id: 910_041, at: String(Date.UTC(2026, 10, 1, 1, 30) / 1000), cents: '1234567890123456' },
  ];
  expect(await query(warehouse.url, instants)).toEqual(expected);
  expect(await shop.compare(allLegacy, warehouse)).toEqual({});
  expect(await shop.compare(allLegacy)).toEqual({});
});

it('has NULL, and not 0, in everything that legacy tables cannot tell', async () => {
  const entities = [v1.users, v1.userActivity, v1.orders, v1.payments, v1.refunds, v1.notifications];
  const parts = v1.orders.children!.map(({ entity }) => entity);
  for (const { name, unavailable: untold } of [...entities, ...parts]) {
    const [row] = await shop.warehouse<{ rows: string; told: string[] }>(
      `select count(*)::text as rows, array_remove(array[${untold!.map((column) => `case when count(${column}) > 0 then '${column}' end`).join(', ')}]::text[], null) as told
       from core.${name}`,
    );
    expect({ name, ...row }).toEqual({ name, rows: expect.stringMatching(/^[1-9]/) as string, told: [] });
  }
  const warehouse = await shop.shop.newWarehouse();
  await shop.runWell(v2FromLegacy, { warehouse });
  const amounts: Record<string, string[]> = {
    order_daily: ['discount_cents', 'tax_cents', 'shipping_cents', 'net_cents', 'aov_cents'],
    order_fulfilment_daily: ['shipped', 'delivered', 'p50_hours_to_ship'],
    product_trends_daily: [
      'net_before_refunds_7d_cents',
      'net_before_refunds_prior_7d_cents',
      'growth_ratio',
      'rank_in_category',
    ],
    customer_ltv_monthly: ['net_cents', 'cumulative_net_cents'],
    user_registrations_daily: ['verified_7d'],
    notification_daily: ['bounced', 'unsubscribed', 'complained'],
    notification_attempts_daily: ['retried', 'retry_rate'],
    payment_daily: ['p50_processing_time_ms'],
  };
  for (const [table, columns] of Object.entries(amounts)) {
    const [row] = await query<{ rows: string; told: string }>(
      warehouse.url,
      `select count(*)::text as rows, sum(num_nonnulls(${columns.join(', ')}))::text as told from analytics.${table}`,
    );
    expect({ table, ...row }).toEqual({ table, rows: expect.stringMatching(/^[1-9]/) as string, told: '0' });
  }
});

it('takes ids up to where its lines cannot be numbered, and is not lost in the gap between them', async () => {
  await shop.source('alter table orders_legacy alter column id type bigint');
  const largest = '922337203685476';
  const line = '[{"product_id": 1, "unit_price": 1}]';
  for (const id of [largest, '922337203685477', '9223372036854775807', '-9223372036854775808'])
    await shop.order({ id, total: 1, items: line });
  await shop.source(`update orders_legacy set ${at(6)} where id > 2147483647 or id < 0`);
  const started = Date.now();
  await shop.runWell(allLegacy);
  expect(Date.now() - started).toBeLessThan(60_000);
  const tooLarge = ['id: too large to number its lines'];
  expect(await shop.reasonsOf('orders', '922337203685477')).toEqual(tooLarge);
  expect(await shop.reasonsOf('orders', '9223372036854775807')).toEqual(tooLarge);
  expect(await shop.reasonsOf('orders', '-9223372036854775808')).toEqual(tooLarge);
  expect(
    await shop.warehouse('select id::text from core.order_items where order_id = $1', [largest]),
  ).toEqual([{ id: `${largest}0001` }]);
  expect(await shop.compare(allLegacy)).toEqual({});
  await shop.source('delete from orders_legacy where id > 2147483647 or id < 0');
  await shop.runWell(allLegacy);
  expect(await shop.warehouse('select from core.orders where id > 2147483647')).toEqual([]);
  expect(
    await shop.warehouse('select from etl.quarantine where source_id > 2147483647 or source_id < 0'),
  ).toEqual([]);
});

it('keeps functions that catch errors out of parallel plans, which servers before 17 would refuse', async () => {
  const found = await shop.warehouse(
    `select proname from pg_proc join pg_language on pg_language.oid = prolang
     where pronamespace in ('core'::regnamespace, 'etl'::regnamespace)
       and (prosrc ~* '\\mexception when' or prosrc ~ 'json_or_null') and proparallel <> 'u'`,
  );
  expect(found).toEqual([]);
});

it('converts amounts without a query of its own for each', async () => {
  const plan = await shop.warehouse<Record<string, string>>(
    'explain verbose select core.minor_units(id / 100.0::double precision, currency), core.whole_number(status) from core.orders',
  );
  const text = plan.map((row) => Object.values(row)[0]).join('\n');
  expect(text).toContain('double precision');
  expect(text).not.toMatch(/minor_units|whole_number|is_number/);
});
