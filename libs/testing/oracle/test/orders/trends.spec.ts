import type { Row } from '../../src';
import { productTrendsDaily } from '../../src/orders/trends';
import { item, order, worldOf } from './rows';

const on = (id: string, day: string) => order(id, `${day}T12:00:00Z`);
const trends = (orders: ReturnType<typeof on>[], orderItems: ReturnType<typeof item>[], now: string): Row[] =>
  productTrendsDaily(worldOf({ orders, orderItems, now }));

describe('product_trends_daily', () => {
  const orders = [on('1', '2024-02-01'), on('2', '2024-02-08')];
  const items = [item('1', '1', '7', { quantity: '2' }), item('2', '2', '7', { category: 'garden' })];

  it('compares the week with the one before while either has units', () => {
    const rows = trends(orders, items, '2024-03-01T00:00:00Z');
    expect(rows.map((row) => row.day)).toEqual([
      ...Array.from({ length: 21 }, (_, index) => `2024-02-${String(index + 1).padStart(2, '0')}`),
    ]);
    const values = Object.fromEntries(rows.map((row) => [row.day, Object.values(row).slice(3)]));
    expect(values['2024-02-01']).toEqual(['toys', 2, 0, 200, 0, null, 1]);
    expect(values['2024-02-07']).toEqual(['toys', 2, 0, 200, 0, null, 1]);
    expect(values['2024-02-08']).toEqual(['garden', 1, 2, 100, 200, -0.5, 1]);
    expect(values['2024-02-14']).toEqual(['garden', 1, 2, 100, 200, -0.5, 1]);
    expect(values['2024-02-15']).toEqual(['garden', 0, 1, 0, 100, -1, 1]);
    expect(values['2024-02-21']).toEqual(['garden', 0, 1, 0, 100, -1, 1]);
  });

  it.each([
    ['200', '100', -0.5],
    ['1', '49', 48],
    ['0', '50', null], // against nothing there is no growth
    ['-50', '50', null], // nor against less, where the quotient would be −2
    ['-50', '-100', null],
  ])('has no growth unless the week before is positive: %s, then %s', (before, after, growth) => {
    const lines = [before, after].map((cents, index) => {
      const discount_cents = String(200 - Number(cents));
      return item(String(index + 1), String(index + 1), '7', { unit_price_cents: '200', discount_cents });
    });
    const rows = trends(orders, lines, '2024-02-10T00:00:00Z');
    expect(rows[rows.length - 1]).toMatchObject({
      ...{ day: '2024-02-09', net_before_refunds_7d_cents: Number(after), growth_ratio: growth },
      net_before_refunds_prior_7d_cents: Number(before),
    });
  });

  it('has complete days only', () => {
    const days = trends(orders, items, '2024-02-08T23:59:59Z').map((row) => row.day);
    expect(days[days.length - 1]).toBe('2024-02-07');
    expect(trends(orders, items, '2024-02-01T13:00:00Z')).toEqual([]);
  });

  it('leaves out days without units within a gap', () => {
    const apart = [on('1', '2024-01-01'), on('2', '2024-02-01')];
    const days = trends(apart, items, '2024-02-02T00:00:00Z').map((row) => row.day);
    expect(days.slice(-2)).toEqual(['2024-01-14', '2024-02-01']);
  });

  it('ranks within day, currency and category, equals alike', () => {
    const lines = ['30', '50', '50', '10'].map((cents, index) =>
      item(String(index), '1', String(index), { unit_price_cents: cents }),
    );
    const other = item('8', '1', '8', { category: 'garden', unit_price_cents: '1' });
    const rows = trends([on('1', '2024-02-01')], [...lines, other], '2024-02-02T00:00:00Z');
    expect(rows.map((row) => [row.product_id, row.rank_in_category])).toEqual([
      ['0', 3],
      ['1', 1],
      ['2', 1],
      ['3', 4],
      ['8', 1],
    ]);
  });
});
