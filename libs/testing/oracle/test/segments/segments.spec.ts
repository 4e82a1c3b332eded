import type { SourceRow } from '../../src';
import { microsOfIso } from '../../src';
import { userSegments } from '../../src/segments/segments';
import { userSegmentsDaily } from '../../src/segments/segments-daily';
import { user } from '../fixture';
import { at, order, worldOf } from '../orders/rows';

let orderId = 0;
const orders = (count: number, user_id: string, createdAt: string, other: SourceRow = {}): SourceRow[] =>
  Array.from({ length: count }, () => order(String((orderId += 1)), createdAt, { user_id, ...other }));

describe('user_segments', () => {
  const created = '2024-01-01T00:00:00Z';
  const rows = (now: string) =>
    userSegments(
      worldOf({
        zone: 'America/New_York',
        users: [
          user('high', created),
          user('medium', created),
          user('low', created),
          user('none', created),
          user('closed', created, { deleted_at: microsOfIso('2024-02-03T04:59:59Z') }),
          user('closing', created, { deleted_at: microsOfIso('2024-02-03T05:00:00Z') }),
          user('new', '2024-02-03T05:00:00Z'),
        ],
        orders: [
          ...orders(4, 'high', '2024-01-05T04:59:59Z'), // 4 January
          ...orders(6, 'high', '2024-02-03T04:59:59Z', { status: 'refunded' }), // 2 February
          ...orders(5, 'medium', '2024-01-10T12:00:00Z'),
          ...orders(4, 'low', '2024-01-10T12:00:00Z'),
          ...orders(3, 'low', '2024-02-03T05:00:00Z'), // the running day
          ...orders(1, 'none', '2024-01-10T12:00:00Z', { status: 'cancelled' }),
          ...orders(1, 'none', '2024-01-10T12:00:00Z', { cancelled_at: at('2024-02-03T04:59:59Z') }),
          ...orders(1, 'closing', '2024-01-10T12:00:00Z', { cancelled_at: at('2024-02-03T05:00:00Z') }),
        ],
        now,
      }),
    ).map((row) => Object.values(row));

  it('stands as of the end of yesterday', () => {
    expect(rows('2024-02-03T20:00:00Z')).toEqual([
      ['token-high', 'high_value', 10, '2024-01-04', '2024-02-02'],
      ['token-medium', 'medium_value', 5, '2024-01-10', '2024-01-10'],
      ['token-low', 'low_value', 4, '2024-01-10', '2024-01-10'],
      ['token-none', 'no_orders', 0, null, null],
      ['token-closing', 'low_value', 1, '2024-01-10', '2024-01-10'],
    ]);
  });
});

describe('user_segments_daily', () => {
  it('follows orders and accounts day by day', () => {
    const world = worldOf({
      users: [
        user('a', '2024-01-01T12:00:00Z'),
        user('b', '2024-01-02T12:00:00Z', { deleted_at: microsOfIso('2024-01-04T12:00:00Z') }),
        user('c', '2024-01-05T00:00:00Z'), // the running day
      ],
      orders: [
        ...orders(3, 'a', '2024-01-02T12:00:00Z', { total_cents: '100' }),
        ...orders(2, 'a', '2024-01-03T00:00:00Z', { total_cents: '50', currency: 'EUR' }),
        ...orders(1, 'b', '2024-01-02T12:00:00Z', {
          ...{ total_cents: '60', status: 'cancelled', cancelled_at: at('2024-01-03T12:00:00Z') },
        }),
        ...orders(1, 'nobody', '2024-01-02T12:00:00Z'),
      ],
      now: '2024-01-05T12:00:00Z',
    });
    expect(userSegmentsDaily(world).map((row) => Object.values(row))).toEqual([
      ['2024-01-01', 'no_orders', 'unknown', 1, 0, 0, 0, 0],
      ['2024-01-02', 'low_value', 'USD', 2, 4, 360, 2, 180],
      ['2024-01-03', 'medium_value', 'USD', 1, 3, 300, 3, 300],
      ['2024-01-03', 'medium_value', 'EUR', 1, 2, 100, 2, 100],
      ['2024-01-03', 'no_orders', 'unknown', 1, 0, 0, 0, 0],
      ['2024-01-04', 'medium_value', 'USD', 1, 3, 300, 3, 300],
      ['2024-01-04', 'medium_value', 'EUR', 1, 2, 100, 2, 100],
    ]);
  });

  it('has no days without users', () => {
    expect(userSegmentsDaily(worldOf({ now: '2024-01-05T12:00:00Z' }))).toEqual([]);
  });
});
