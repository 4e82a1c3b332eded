import { allLegacy, LegacyShop, v2FromLegacy } from '../support/legacy-shop';

const line = (price: number, total = price) =>
  JSON.stringify([{ product_id: 1, quantity: 1, unit_price: price, total_price: total }]);

let shop: LegacyShop;

beforeAll(async () => {
  shop = await LegacyShop.open();
  // Yen without places, dinars with three, dollars that are no whole yen, and an order nobody pays.
  await shop.order({ id: 900_001, total: 1200, items: line(1200) });
  await shop.payment(900_001, 900_001, 1200, 'JPY');
  await shop.order({ id: 900_002, total: 1.234, items: line(0.617, 1.234) });
  await shop.payment(900_002, 900_002, 1.234, 'BHD');
  await shop.order({ id: 900_003, total: 10.5, items: line(10.5) });
  await shop.payment(900_003, 900_003, 11, 'JPY');
  await shop.order({ id: 900_004, total: 12, items: line(12) });
  await shop.order({ id: 900_005, total: 20, items: line(20) });
  await shop.payment(900_005, 900_005, 10, 'USD');
  await shop.payment(900_006, 900_005, 9, 'EUR');
  await shop.refund(900_005, 900_005, 900_005, 1);
  await shop.refund(900_006, 900_006, 900_005, 2);
});
afterAll(() => shop.close());

const at = (hour: number) => `updated_at = '2026-11-20 0${hour}:00'`;

it('reads an order in LEGACY_CURRENCY while its payments are not loaded, or refuses it', async () => {
  await shop.runWell(allLegacy, { job: 'order-analytics' });
  expect(await shop.inCore(900_001)).toBe('USD 120000 120000');
  expect(await shop.inCore(900_002)).toBeUndefined();
  expect(await shop.reasonsOf('orders', 900_002)).toEqual([
    'items_json: total_price is no whole number of minor units',
    'items_json: unit_price is no whole number of minor units',
    'total_amount: no whole number of minor units',
  ]);
  expect(await shop.inCore(900_003)).toBe('USD 1050 1050');
});

it('reads it again, with its lines, once its payments are known', async () => {
  await shop.runWell(allLegacy, { job: 'payment-analytics' });
  await shop.runWell(allLegacy, { job: 'order-analytics' });
  expect(await shop.inCore(900_001)).toBe('JPY 1200 1200');
  expect(await shop.inCore(900_002)).toBe('BHD 1234 617');
  expect(await shop.inCore(900_003)).toBeUndefined();
  expect(await shop.reasonsOf('orders', 900_003)).toContain('total_amount: no whole number of minor units');
  await shop.runWell(allLegacy);
  expect(await shop.compare(allLegacy)).toEqual({});
});

it('takes LEGACY_CURRENCY for an order paid in two currencies, and for its refunds those of their payments', async () => {
  expect(await shop.inCore(900_005)).toBe('USD 2000 2000');
  expect(await shop.reasonsOf('refunds', 900_005)).toBeUndefined();
  expect(await shop.reasonsOf('refunds', 900_006)).toBeUndefined();
  expect(
    await shop.warehouse(
      'select id::int, currency, amount_cents::int as cents from core.refunds where id >= 900000 order by id',
    ),
  ).toEqual([
    { id: 900_005, currency: 'USD', cents: 100 },
    { id: 900_006, currency: 'EUR', cents: 200 },
  ]);
});

it('follows when a payment changes its currency, and when one of two goes', async () => {
  await shop.source(`
    update payments_legacy set currency = 'KWD', ${at(1)} where id = 900001;
    update payments_legacy set currency = 'USD', ${at(1)} where id = 900003;
    delete from payments_legacy where id = 900005`);
  await shop.runWell(allLegacy);
  expect(await shop.inCore(900_001)).toBe('KWD 1200000 1200000');
  expect(await shop.inCore(900_003)).toBe('USD 1050 1050');
  expect(await shop.inCore(900_005)).toBe('EUR 2000 2000');
  // Its payment has vanished: nothing contradicts it but the currency it is in now.
  const refunds = await shop.warehouse(
    `select id::int, currency, amount_cents::int as cents, payment_currency from core.refunds where id >= 900000 order by id`,
  );
  expect(refunds).toEqual([
    { id: 900_005, currency: 'EUR', cents: 100, payment_currency: null },
    { id: 900_006, currency: 'EUR', cents: 200, payment_currency: 'EUR' },
  ]);
  expect(await shop.compare(allLegacy)).toEqual({});
});

it('goes back to LEGACY_CURRENCY when a payment no longer pays the order, or is refused', async () => {
  await shop.source(`
    update payments_legacy set order_id = null, ${at(2)} where id = 900001;
    update payments_legacy set status = 'haunted', ${at(2)} where id = 900006`);
  await shop.runWell(allLegacy);
  expect(await shop.inCore(900_001)).toBe('USD 120000 120000');
  expect(await shop.inCore(900_005)).toBe('USD 2000 2000');
  // Its refund is read beside the payment as the source has it: one that captured nothing.
  expect(await shop.reasonsOf('refunds', 900_006)).toEqual(['amount_cents: above what was captured']);
  expect(await shop.compare(allLegacy)).toEqual({});
});

it('says what is wrong with a refused order in the currency that it has by now', async () => {
  await shop.order({ id: 900_007, total: 10.5, status: 'paid' });
  await shop.runWell(allLegacy);
  const word = 'status: outside the vocabulary';
  expect(await shop.reasonsOf('orders', 900_007)).toEqual([word]);
  await shop.payment(900_007, 900_007, 11, 'JPY');
  await shop.runWell(allLegacy);
  expect(await shop.reasonsOf('orders', 900_007)).toEqual([
    word,
    'total_amount: no whole number of minor units',
  ]);
});

it('takes a payment without a status for one that captured nothing, which is not the same as none', async () => {
  await shop.source('alter table payments_legacy alter column status drop not null');
  await shop.payment(900_008, 900_004, 12, 'USD');
  await shop.refund(900_008, 900_008, 900_004, 3);
  await shop.refund(900_009, 999_999, 900_004, 3);
  await shop.source(`update payments_legacy set status = null where id = 900008`);
  await shop.runWell(allLegacy);
  expect(await shop.reasonsOf('refunds', 900_008)).toEqual(['amount_cents: above what was captured']);
  expect(await shop.reasonsOf('refunds', 900_009)).toBeUndefined();
  await shop.source('delete from payments_legacy where id = 900008');
  await shop.runWell(allLegacy);
  expect(await shop.reasonsOf('refunds', 900_008)).toBeUndefined();
  expect(await shop.compare(allLegacy)).toEqual({});
});

it('takes another LEGACY_CURRENCY for all that have no other, and back', async () => {
  const dinars = { ...allLegacy, legacyCurrency: 'BHD' };
  await shop.runWell(dinars);
  expect(await shop.inCore(900_004)).toBe('BHD 12000 12000');
  expect(await shop.compare(dinars)).toEqual({});
  const yen = { ...v2FromLegacy, legacyCurrency: 'JPY' };
  await shop.runWell(yen, { environment: { QUARANTINE_LIMIT: '1' } });
  expect(await shop.inCore(900_004)).toBe('JPY 12 12');
  expect(await shop.compare(yen)).toEqual({});
  await shop.runWell(allLegacy);
  expect(await shop.inCore(900_004)).toBe('USD 1200 1200');
  expect(await shop.compare(allLegacy)).toEqual({});
});
