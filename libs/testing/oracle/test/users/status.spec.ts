import { event, user, worldOf } from '../fixture';
import { microsOfIso, userStatusDaily } from '../../src';

describe('user_status_daily', () => {
  const known = (validFrom: string, status: string): never =>
    ({ userId: 'a', validFrom: microsOfIso(validFrom), status, tier: null, country: null }) as never;
  const rows = userStatusDaily(
    worldOf({
      users: [
        user('a', '2024-01-01T00:00:00Z', { status: 'suspended' }),
        user('b', '2024-01-01T12:00:00Z'),
        user('c', '2024-01-02T00:00:00Z'),
        user('closed', '2024-01-01T06:00:00Z', {
          status: 'churned',
          deleted_at: microsOfIso('2024-01-02T23:59:59Z'),
        }),
        user('closed on the stroke', '2024-01-01T06:00:00Z', {
          deleted_at: microsOfIso('2024-01-03T00:00:00Z'),
        }),
      ],
      events: [
        event('b', '2024-01-01T00:00:00Z'), // half a day before it was created
        event('a', '2024-01-02T06:00:00Z'),
        event('a', '2024-01-02T12:00:00Z', 'logout'), // any type: 1.5 days
        event('closed on the stroke', '2024-01-02T12:00:00Z'), // 1.25 days
        event('c', '2024-01-03T00:00:00Z'), // 1 day
        event('c', '2024-01-04T00:00:00Z'), // the running day, which is not complete
      ],
      history: [known('2024-01-02T12:00:00Z', 'active'), known('2024-01-04T00:00:00Z', 'suspended')],
      now: '2024-01-04T23:59:59Z',
    }),
  );

  it('looks at complete days as they were known', () => {
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['2024-01-01', 'active', 3, -0.5, null], // a and the stroke have no event yet
      ['2024-01-01', 'churned', 1, null, null],
      ['2024-01-02', 'active', 4, (1.5 - 0.5 + 1.25) / 3, (1.5 + 1.25) / 2], // c has no event yet
      ['2024-01-03', 'active', 3, (1.5 - 0.5 + 1) / 3, 1.25], // median of 1 and 1.5
    ]);
  });

  it('counts an event at the instant of creation as a duration of zero', () => {
    const users = [user('a', '2024-01-01T08:00:00Z'), user('b', '2024-01-01T08:00:00Z')];
    const events = [event('a', '2024-01-01T08:00:00Z'), event('b', '2024-01-01T20:00:00Z')];
    expect(userStatusDaily(worldOf({ users, events, now: '2024-01-02T00:00:00Z' }))).toEqual([
      { day: '2024-01-01', status: 'active', user_count: 2, avg_days_active: 0.25, median_days_active: 0.25 },
    ]);
  });
});
