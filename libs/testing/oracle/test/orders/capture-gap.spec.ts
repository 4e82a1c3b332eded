import { orderCaptureGapDaily } from '../../src/orders/capture-gap';
import { at, order, payment, worldOf } from './rows';

describe('order_capture_gap_daily', () => {
  const now = '2024-02-04T00:00:00Z';
  const costly = { total_cents: '1' };
  const uncaptured = { captured_at: null, status: 'failed' };
  const world = worldOf({
    orders: [
      order('1', '2024-02-01T12:00:00Z', costly), // captured at the second attempt, late
      order('2', '2024-02-01T12:00:00Z', costly), // failed only
      order('3', '2024-02-01T12:00:00Z', { ...costly, status: 'cancelled' }),
      order('4', '2024-02-02T00:00:00Z', costly), // its capture has not happened yet
      order('5', '2024-02-03T00:00:00Z', { ...costly, currency: 'EUR' }), // 24 h before now exactly
      order('6', '2024-02-03T00:00:01Z', costly), // not due
      order('7', '2024-02-01T00:00:00Z', { ...costly, currency: 'EUR' }), // captured, in dollars
      order('8', '2024-02-01T00:00:00Z'), // free
      order('9', '2024-02-02T00:00:00Z', { total_cents: '-1' }), // a credit
    ],
    payments: [
      payment('1', '1', '2024-02-01T12:00:00Z', uncaptured),
      payment('2', '1', '2024-02-03T20:00:00Z'),
      payment('3', '2', '2024-02-01T12:00:00Z', uncaptured),
      payment('4', '4', '2024-02-02T00:00:00Z', { captured_at: at(now) }),
      payment('5', '7', '2024-02-01T12:00:00Z'),
      payment('6', null, '2024-02-01T12:00:00Z'),
      payment('7', '77', '2024-02-03T23:00:00Z'), // unknown order
      payment('8', null, '2024-02-01T12:00:00Z', uncaptured),
      payment('9', '3', '2024-02-01T12:00:00Z'), // of a cancelled order, which exists
    ],
    now,
  });

  it('has rows where one of the counts is over 0', () => {
    expect(orderCaptureGapDaily(world).map((row) => Object.values(row))).toEqual([
      ['2024-02-01', 'USD', 1, 1, 'final'],
      ['2024-02-02', 'USD', 1, 0, 'final'],
      ['2024-02-03', 'EUR', 1, 0, 'provisional'],
      ['2024-02-03', 'USD', 0, 1, 'provisional'],
    ]);
  });
});
