import { computeAll, type SourceRow } from '../../src';
import { inputOf } from '../fixture';
import { at, convert, line, order, payment } from './rows';

const json = (...lines: unknown[]): SourceRow => ({ items_json: JSON.stringify(lines) });
const reasonsOf = (row: SourceRow) => convert({ orders: [row] }).refused.orders![0]?.reasons ?? [];

test('an order and its lines', () => {
  const { orders, orderItems, refused } = convert({
    orders: [
      order('12', { total_amount: '24.5', ...json(line(), line({ product_id: 8, unit_price: 14.5 })) }),
    ],
  });
  expect(refused.orders).toEqual([]);
  expect(orders[0]).toMatchObject({
    ...{ id: '12', status: 'delivered', currency: 'USD', total_cents: '2450' },
    ...{ discount_cents: null, source: null, cancelled_at: null },
  });
  expect(orderItems).toMatchObject([
    {
      ...{ id: '120001', order_id: '12', product_id: '7', product_name: 'Ball', category: 'toys' },
      ...{ quantity: '2', unit_price_cents: '500', discount_cents: null },
      ...{ created_at: at('2024-03-05T12:00:00Z') },
    },
    { id: '120002', product_id: '8', unit_price_cents: '1450' },
  ]);
});

describe('the currency of an order', () => {
  const currencyWith = (...payments: SourceRow[]) =>
    convert({ orders: [order('1', { total_amount: '1000' })], payments }, 'EUR').orders[0]!;

  it('is the one of its payments', () => {
    expect(currencyWith(payment('1', { currency: 'JPY' }), payment('2', { currency: 'JPY' }))).toMatchObject({
      ...{ currency: 'JPY', total_cents: '1000' },
    });
  });

  it('is LEGACY_CURRENCY without payments, and with several currencies', () => {
    expect(currencyWith(payment('1', { order_id: '2', currency: 'JPY' })).currency).toBe('EUR');
    expect(currencyWith(payment('1', { currency: 'JPY' }), payment('2')).currency).toBe('EUR');
  });

  it.each<[string, SourceRow]>([
    ['word', { status: 'lost' }],
    ['amount', { amount: '0.001' }],
    ['missing amount', { amount: null }],
    ['missing user', { user_id: null }],
    ['instant', { created_at: at('2200-01-01T00:00:00Z') }],
    ['infinite instant', { processed_at: 'infinity' }],
  ])('is not told by a payment that is refused for its %s', (_what, defect) => {
    expect(currencyWith(payment('1', { currency: 'JPY' }), payment('2', defect)).currency).toBe('JPY');
  });

  it('is not told by a payment in no currency', () => {
    expect(currencyWith(payment('1', { currency: null })).currency).toBe('EUR');
    expect(currencyWith(payment('1', { currency: 'u$d' })).currency).toBe('EUR');
    expect(currencyWith(payment('1', { currency: 'gbp' })).currency).toBe('GBP');
  });
});

test('amounts that are no whole number of minor units of the currency', () => {
  expect(reasonsOf(order('1', { total_amount: '1.005' }))).toEqual([
    'total_amount: no whole number of minor units',
  ]);
  const yen = convert({
    orders: [order('1', { total_amount: '10.5' })],
    payments: [payment('1', { currency: 'JPY', amount: '10' })],
  });
  expect(yen.refused.orders).toHaveLength(1);
  expect(reasonsOf(order('1', { total_amount: 'NaN' }))).toHaveLength(1);
});

test.each([null, '[]', ' [ ] '])('items_json %s: no lines', (items_json) => {
  const { orders, orderItems } = convert({ orders: [order('1', { items_json })] });
  expect([orders.length, orderItems.length]).toEqual([1, 0]);
});

test.each<[string, string]>([
  ['is broken', '[{'],
  ['is empty text', ''],
  ['is null in JSON', 'null'],
  ['is an object', '{}'],
  ['holds no objects', '[1]'],
  ['holds a list', '[[]]'],
  ['holds null', '[null]'],
  ['holds text that no table can hold', JSON.stringify([line({ product_name: 'a\0b' })])],
  ['holds half a character', '[{"product_id":1,"unit_price":1,"product_name":"\\ud800"}]'],
  ['has a line without product_id', JSON.stringify([line({ product_id: undefined })])],
  ['has product_id null', JSON.stringify([line({ product_id: null })])],
  ['has half a product_id', JSON.stringify([line({ product_id: 1.5 })])],
  ['has product_id beyond 64 bits', '[{"product_id":9223372036854775808,"unit_price":1}]'],
  ['has half a quantity', JSON.stringify([line({ quantity: 0.5 })])],
  ['has quantity beyond 32 bits', JSON.stringify([line({ quantity: 2147483648 })])],
  ['has no unit_price', JSON.stringify([line({ unit_price: undefined })])],
  ['has unit_price null', JSON.stringify([line({ unit_price: null })])],
  ['has a third of a cent', JSON.stringify([line({ unit_price: 0.333 })])],
  ['has a third of a cent in total', JSON.stringify([line({ total_price: 0.333 })])],
  ['has 10000 lines', JSON.stringify(Array.from({ length: 10_000 }, () => line()))],
])('items_json that %s refuses the order with its lines', (_what, items_json) => {
  const row = order('1', { items_json });
  expect(reasonsOf(row)).toEqual([expect.stringMatching(/^items_json: /)]);
  const { orders, orderItems } = convert({ orders: [row] });
  expect([orders.length, orderItems.length]).toEqual([0, 0]);
});

test('9999 lines are not too many', () => {
  const { orderItems } = convert({
    orders: [order('1', json(...Array.from({ length: 9999 }, () => line())))],
  });
  expect(orderItems[9998]!.id).toBe('19999');
});

test('numbers in items_json count as they are written', () => {
  const items_json =
    '[{"product_id":9007199254740993,"quantity":2.0,"unit_price":1e1,"product_name":"-1 \\" 2"}]';
  expect(convert({ orders: [order('1', { items_json })] }).orderItems[0]).toMatchObject({
    ...{ product_id: '9007199254740993', quantity: '2', unit_price_cents: '1000' },
    product_name: '-1 " 2',
  });
});

test('a line without quantity or total is a line all the same', () => {
  const converted = convert({
    orders: [order('1', json(line({ quantity: null, total_price: undefined }), line({ total_price: null })))],
  });
  expect(converted.orderItems).toMatchObject([{ quantity: null }, { quantity: '2' }]);
  const input = { ...inputOf({ now: '2024-03-07T00:00:00Z' }), ...converted };
  expect(computeAll(input, ['product_daily']).product_daily).toMatchObject([
    { units: 2, orders: 1, gross_cents: 1000, net_before_refunds_cents: null },
  ]);
});
