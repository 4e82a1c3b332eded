import { customerLtvMonthly, customerRepeatMonthly } from '../../src/orders/customers';
import { user } from '../fixture';
import { at, item, order, refund, worldOf } from './rows';

const users = ['1', '2', '3', '4'].map((id) => user(id, '2023-01-01T00:00:00Z'));
const of = (user_id: string, other: object = {}) => ({ user_id, ...other });

describe('customer_repeat_monthly', () => {
  // January ends in New York at 05:00 UTC of 1 February; 90 × 24 h later it is 1 May, 05:00 UTC.
  const repeat = (now: string) =>
    customerRepeatMonthly(
      worldOf({
        zone: 'America/New_York',
        users,
        orders: [
          order('1', '2024-02-01T04:59:59Z', of('1')), // January
          order('2', '2024-04-30T04:59:58Z', of('1', { status: 'refunded' })), // a second short of 90 days
          order('3', '2024-01-10T00:00:00Z', of('2')),
          order('4', '2024-04-09T00:00:00Z', of('2')), // 90 × 24 h: too late
          order('5', '2024-01-01T12:00:00Z', of('3', { status: 'cancelled' })),
          order('10', '2024-03-05T00:00:00Z', of('3')),
          order('9', '2024-03-05T00:00:00Z', of('3')), // at the same instant
          order('11', '2024-01-01T12:00:00Z', of('nobody')),
        ],
        now,
      }),
    ).map((row) => Object.values(row));

  it('counts second valid orders within 90 × 24 hours', () => {
    expect(repeat('2024-05-01T05:00:00Z')).toEqual([
      ['2024-01-01', 2, 1, 0.5, 'final'],
      ['2024-02-01', 0, 0, null, 'provisional'],
      ['2024-03-01', 1, 1, 1, 'provisional'],
      ['2024-04-01', 0, 0, null, 'provisional'], // complete; May has no first order yet
    ]);
  });

  it('matures 90 × 24 hours after the local month', () => {
    expect(repeat('2024-05-01T04:59:59.999Z')[0]).toEqual(['2024-01-01', 2, 1, 0.5, 'provisional']);
  });
});

describe('customer_ltv_monthly', () => {
  it('has every currency of the cohort, in every month to now', () => {
    const world = worldOf({
      zone: 'America/New_York',
      users,
      orders: [
        order('1', '2024-01-10T00:00:00Z', of('1', { discount_cents: '5' })),
        order('2', '2024-02-01T04:59:59Z', of('2')), // January
        order('3', '2024-03-02T00:00:00Z', of('2', { currency: 'EUR' })),
        order('4', '2024-03-02T00:00:00Z', of('2')),
        order('5', '2024-03-02T00:00:00Z', of('3')),
        order('6', '2024-01-02T00:00:00Z', of('3', { cancelled_at: at('2024-01-03T00:00:00Z') })),
        order('7', '2024-01-02T00:00:00Z', of('nobody')),
      ],
      orderItems: ['1', '2', '3', '4', '5'].map((id) => item(id, id, '7', { unit_price_cents: `${id}00` })),
      refunds: [
        refund('1', '1', '2024-03-20T00:00:00Z', { amount_cents: '60' }),
        refund('2', '4', '2024-03-20T00:00:00Z', { currency: 'CHF' }),
      ],
      now: '2024-04-01T03:59:59Z', // 31 March
    });
    expect(customerLtvMonthly(world).map((row) => Object.values(row))).toEqual([
      ['2024-01-01', 0, 'USD', 2, 2, 0, 235, 235],
      ['2024-01-01', 1, 'USD', 2, 0, 0, 0, 235],
      ['2024-01-01', 2, 'USD', 2, 1, 1, 400, 635],
      ['2024-01-01', 0, 'EUR', 2, 0, 0, 0, 0],
      ['2024-01-01', 1, 'EUR', 2, 0, 0, 0, 0],
      ['2024-01-01', 2, 'EUR', 2, 1, 0, 300, 300],
      ['2024-03-01', 0, 'USD', 1, 1, 0, 500, 500],
    ]);
  });
});
