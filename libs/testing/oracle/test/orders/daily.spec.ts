import { orderDaily, orderStatusDaily } from '../../src/orders/daily';
import { orderMoney } from '../../src/orders/order-money';
import { at, item, order, payment, refund, worldOf } from './rows';

const now = '2024-03-01T00:00:00Z';
const amounts = { tax_cents: '7', shipping_cents: '5', total_cents: '300' };
const world = worldOf({
  orders: [
    order('1', '2024-02-01T10:00:00Z', { ...amounts, discount_cents: '20' }),
    order('2', '2024-02-01T23:59:59Z', { ...amounts, status: 'refunded' }), // valid, without items
    order('3', '2024-02-01T11:00:00Z', { ...amounts, status: 'cancelled' }),
    order('4', '2024-02-01T12:00:00Z', { ...amounts, cancelled_at: at('2024-02-29T23:59:59Z') }),
    order('5', '2024-02-01T12:00:00Z', { source: null, cancelled_at: at(now) }), // not cancelled yet
    order('6', '2024-02-02T00:00:00Z', { status: 'cancelled', currency: 'EUR' }),
    order('7', now), // does not exist yet
  ],
  orderItems: [
    item('1', '1', '8', { quantity: '2', unit_price_cents: '100', discount_cents: '3' }),
    item('2', '1', '9', { quantity: '1', unit_price_cents: '50' }),
    item('3', '3', '9', { quantity: '5' }), // of a cancelled order
  ],
  refunds: [
    refund('1', '1', '2024-02-10T00:00:00Z', { amount_cents: '30' }),
    refund('2', '1', '2024-02-29T23:59:59Z', { amount_cents: '40' }),
    refund('3', '1', now),
    refund('4', '1', '2024-02-10T00:00:00Z', { status: 'pending' }),
    refund('5', '1', '2024-02-10T00:00:00Z', { currency: 'EUR' }),
    refund('6', '3', '2024-02-10T00:00:00Z'), // of a cancelled order
    refund('7', '2', '2024-02-10T00:00:00Z', { amount_cents: '15' }),
    refund('8', null, '2024-02-10T00:00:00Z', { amount_cents: '4', payment_id: '21' }), // of its payment's order
    refund('9', '2', '2024-02-10T00:00:00Z', { amount_cents: '2', payment_id: '21' }), // its own order comes first
    refund('10', null, '2024-02-10T00:00:00Z', { payment_id: '22' }), // of no order at all
    refund('11', null, '2024-02-10T00:00:00Z', { payment_id: '404' }), // of a payment that is not there
    refund('12', null, '2024-02-10T00:00:00Z', { payment_id: '23', currency: 'JPY' }),
    refund('13', '404', '2024-02-10T00:00:00Z', { payment_id: '21' }), // names an order that is not there
    refund('14', '2', '2024-02-10T00:00:00Z', { currency: 'JPY', status: 'pending' }),
  ],
  payments: [
    payment('21', '1', '2024-02-01T10:00:00Z'),
    payment('22', null, '2024-02-01T10:00:00Z'),
    payment('23', '5', '2024-02-01T12:00:00Z', { currency: 'JPY' }),
  ],
  now,
});

describe('orderMoney', () => {
  it('knows valid orders', () => {
    expect([...orderMoney(world)]).toEqual([
      ['1', { gross: 250, refunded: 74, otherRefunds: 1, net: 156 }],
      ['2', { gross: 0, refunded: 17, otherRefunds: 0, net: -17 }],
      ['5', { gross: 0, refunded: 0, otherRefunds: 1, net: 0 }],
    ]);
  });
});

describe('order_daily', () => {
  const nothing = {
    ...{ gross_cents: 0, discount_cents: 0, tax_cents: 0, shipping_cents: 0, total_cents: 0 },
    ...{ items: 0, refunded_cents: 0, refunds_in_other_currency: 0, net_cents: 0 },
  };

  it('sums the money of valid orders', () => {
    expect(orderDaily(world)).toEqual([
      {
        ...{ day: '2024-02-01', currency: 'USD', source: 'web', placed: 4, cancelled: 2, valid: 2 },
        ...{ gross_cents: 250, discount_cents: 20, tax_cents: 14, shipping_cents: 10, total_cents: 600 },
        ...{ items: 3, refunded_cents: 91, refunds_in_other_currency: 1, net_cents: 139 },
        ...{ aov_cents: 115, cancel_rate: 0.5 },
      },
      {
        ...{ day: '2024-02-01', currency: 'USD', source: 'unknown', placed: 1, cancelled: 0, valid: 1 },
        ...{ ...nothing, refunds_in_other_currency: 1, aov_cents: 0, cancel_rate: 0 },
      },
      {
        ...{ day: '2024-02-02', currency: 'EUR', source: 'web', placed: 1, cancelled: 1, valid: 0 },
        ...{ ...nothing, aov_cents: null, cancel_rate: 1 },
      },
    ]);
  });

  it('has local days', () => {
    const orders = [order('1', '2024-02-01T04:59:59Z'), order('2', '2024-02-01T05:00:00Z')];
    const rows = orderDaily(worldOf({ orders, zone: 'America/New_York', now }));
    expect(rows.map((row) => row.day)).toEqual(['2024-01-31', '2024-02-01']);
  });
});

describe('order_status_daily', () => {
  it('counts by the status loaded now', () => {
    expect(orderStatusDaily(world).map((row) => Object.values(row))).toEqual([
      ['2024-02-01', 'pending', 'USD', 3, 600, 200],
      ['2024-02-01', 'refunded', 'USD', 1, 300, 300],
      ['2024-02-01', 'cancelled', 'USD', 1, 300, 300],
      ['2024-02-02', 'cancelled', 'EUR', 1, 0, 0],
    ]);
  });
});
