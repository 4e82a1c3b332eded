import { categoryDaily, productDaily } from '../../src/orders/products';
import { at, item, order, worldOf } from './rows';

const later = { updated_at: at('2024-02-05T00:00:00Z') };
const world = worldOf({
  orders: [
    order('1', '2024-02-01T10:00:00Z'),
    order('2', '2024-02-01T12:00:00Z'),
    order('3', '2024-02-01T12:00:00Z', { currency: 'EUR' }),
    order('4', '2024-02-01T12:00:00Z', { status: 'cancelled' }),
    order('5', '2024-02-02T12:00:00Z'),
  ],
  orderItems: [
    item('10', '1', '7', { ...later, quantity: '2', discount_cents: '30', product_name: 'New' }),
    item('9', '1', '7', { ...later, product_name: 'Old', category: 'garden' }), // 9 < 10 as numbers
    item('11', '2', '7', { product_name: 'Ancient', quantity: '4' }),
    item('12', '3', '7', { product_name: null, category: null }),
    item('13', '4', '7', { product_name: 'Cancelled', updated_at: at('2024-02-06T00:00:00Z') }),
    item('14', '5', '7'),
    item('15', '2', '8', { quantity: null }),
    item('16', '77', '7'), // of no order
  ],
  now: '2024-03-01T00:00:00Z',
});

describe('product_daily', () => {
  it('sums the lines of valid orders, named by the latest of them', () => {
    expect(productDaily(world)).toEqual([
      {
        ...{ day: '2024-02-01', product_id: '7', currency: 'USD', units: 7, orders: 2 },
        ...{ gross_cents: 700, net_before_refunds_cents: 670, product_name: 'New', category: 'toys' },
      },
      {
        ...{ day: '2024-02-01', product_id: '8', currency: 'USD', units: 0, orders: 1 },
        ...{ gross_cents: 0, net_before_refunds_cents: 0, product_name: 'Ball', category: 'toys' },
      },
      {
        ...{ day: '2024-02-01', product_id: '7', currency: 'EUR', units: 1, orders: 1 },
        ...{ gross_cents: 100, net_before_refunds_cents: 100, product_name: null, category: 'unknown' },
      },
      {
        ...{ day: '2024-02-02', product_id: '7', currency: 'USD', units: 1, orders: 1 },
        ...{ gross_cents: 100, net_before_refunds_cents: 100, product_name: 'Ball', category: 'toys' },
      },
    ]);
  });
});

describe('category_daily', () => {
  it('counts each line under its own category', () => {
    expect(categoryDaily(world).map((row) => Object.values(row))).toEqual([
      ['2024-02-01', 'toys', 'USD', 6, 2, 570],
      ['2024-02-01', 'garden', 'USD', 1, 1, 100],
      ['2024-02-01', 'unknown', 'EUR', 1, 1, 100],
      ['2024-02-02', 'toys', 'USD', 1, 1, 100],
    ]);
  });
});
