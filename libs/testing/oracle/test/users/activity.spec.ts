import { event, user, worldOf } from '../fixture';
import {
  microsOfIso,
  userActivityDaily,
  userActivitySummary,
  userActivityTypesDaily,
  type Row,
} from '../../src';

const counts = (row: Row | undefined): unknown[] =>
  ['dau', 'wau', 'mau', 'new_users', 'resurrected_users', 'returning_users', 'events', 'stickiness_rate'].map(
    (column) => row?.[column],
  );
const rowOf = (rows: Row[], day: string, tier: string): Row | undefined =>
  rows.find((row) => row.day === day && row.subscription_tier === tier);

describe('user_activity_daily', () => {
  // 9 February is 30 days after 10 January, 31 after the 9th.
  const world = worldOf({
    users: [
      user('thirty', '2023-12-31T10:00:00Z'),
      user('thirty-one', '2023-12-31T10:00:00Z', { subscription_tier: 'premium' }),
      user('new', '2024-02-09T08:00:00Z', { subscription_tier: null }),
      user('silent', '2024-02-09T08:00:00Z'),
    ],
    events: [
      event('thirty-one', '2024-01-09T12:00:00Z'),
      event('thirty', '2024-01-10T12:00:00Z'),
      event('thirty-one', '2024-02-09T12:00:00Z'),
      event('thirty', '2024-02-09T12:00:00Z'),
      event('thirty', '2024-02-09T13:00:00Z', 'search'),
      event('new', '2024-02-09T12:00:00Z'),
      event('silent', '2024-02-09T12:00:00Z', 'logout'),
      event('nobody', '2024-02-09T12:00:00Z'),
      event('nobody', '2024-02-11T18:00:00Z'), // at now: does not count
    ],
    now: '2024-02-11T18:00:00Z',
  });
  const rows = userActivityDaily(world);

  it('tells new, resurrected and returning apart at 30 days', () => {
    expect(counts(rowOf(rows, '2024-02-09', 'all'))).toEqual([4, 4, 4, 1, 1, 2, 5, 1]);
    expect(counts(rowOf(rows, '2024-02-09', 'free'))).toEqual([1, 1, 1, 0, 0, 1, 2, 1]); // “thirty”
    expect(counts(rowOf(rows, '2024-02-09', 'premium'))).toEqual([1, 1, 1, 0, 1, 0, 1, 1]);
    expect(counts(rowOf(rows, '2024-02-09', 'unknown'))).toEqual([2, 2, 2, 1, 0, 1, 2, 1]); // “new”, “nobody”
  });

  it('keeps a row while anyone was active in the trailing 30 days, up to the running day', () => {
    expect(rows[0]!.day).toBe('2024-01-09');
    expect(counts(rowOf(rows, '2024-01-15', 'all'))).toEqual([0, 2, 2, 0, 0, 0, 0, 0]); // 9…15 January
    expect(counts(rowOf(rows, '2024-01-16', 'all'))).toEqual([0, 1, 2, 0, 0, 0, 0, 0]); // 10…16 January
    expect(rowOf(rows, '2024-02-07', 'premium')).toBeDefined(); // 9 January … 7 February
    expect(rowOf(rows, '2024-02-08', 'premium')).toBeUndefined();
    expect(counts(rowOf(rows, '2024-02-08', 'all'))).toEqual([0, 0, 1, 0, 0, 0, 0, 0]); // “thirty” alone
    expect(rowOf(rows, '2024-02-08', 'free')).toBeDefined();
    expect(counts(rowOf(rows, '2024-02-11', 'all'))).toEqual([0, 4, 4, 0, 0, 0, 0, 0]);
    expect(rowOf(rows, '2024-02-12', 'all')).toBeUndefined();
  });

  it('takes the tier known at the end of the day, else the earliest known', () => {
    const known = (validFrom: string, tier: string): object => ({
      userId: 'a',
      validFrom: microsOfIso(validFrom),
      tier,
    });
    const history = [known('2024-01-03T00:00:00Z', 'premium'), known('2024-01-02T10:00:00Z', 'basic')];
    const tiers = userActivityDaily(
      worldOf({
        users: [user('a', '2024-01-01T00:00:00Z', { subscription_tier: 'enterprise' })],
        events: [event('a', '2024-01-01T01:00:00Z')],
        history: history.map((value) => ({ status: 'active', country: null, ...value }) as never),
        now: '2024-01-03T12:00:00Z',
      }),
    ).filter((row) => row.subscription_tier !== 'all');
    expect(tiers.map((row) => [row.day, row.subscription_tier])).toEqual([
      ['2024-01-01', 'basic'],
      ['2024-01-02', 'basic'], // premium comes at the very end of this day, not before it
      ['2024-01-03', 'premium'],
    ]);
  });

  it('cuts days in the zone when clocks change', () => {
    const newYork = userActivityDaily(
      worldOf({
        zone: 'America/New_York',
        users: [user('a', '2024-03-11T03:59:59Z')], // 10 March, 23:59:59
        events: ['10T04:59:59Z', '10T05:00:00Z', '11T03:59:59Z', '11T04:00:00Z'].map((at) =>
          event('a', `2024-03-${at}`),
        ),
        now: '2024-03-12T00:00:00Z',
      }),
    ).filter((row) => row.subscription_tier === 'all');
    expect(newYork.map((row) => [row.day, row.events, row.new_users, row.returning_users])).toEqual([
      ['2024-03-09', 1, 0, 1], // before the registration: neither new nor resurrected
      ['2024-03-10', 2, 1, 0],
      ['2024-03-11', 1, 0, 1],
    ]);
  });
});

describe('the other activity tables', () => {
  const world = worldOf({
    users: [user('a', '2024-01-01T00:00:00Z'), user('b', '2024-01-01T00:00:00Z')],
    events: [
      event('a', '2024-01-05T10:00:00Z', 'login', null),
      event('a', '2024-01-05T11:00:00Z', 'login', null),
      event('nobody', '2024-01-05T12:00:00Z', 'login', null),
      event('a', '2024-01-06T10:00:00Z', 'logout', 'ios'),
      event('b', '2024-01-06T10:00:00Z', 'teleport'), // not in the vocabulary
    ],
    now: '2024-02-01T00:00:00Z',
  });

  it('count events and users per type and platform, logout included', () => {
    expect(userActivityTypesDaily(world)).toEqual([
      { day: '2024-01-05', activity_type: 'login', platform: 'unknown', events: 3, users: 2 },
      { day: '2024-01-06', activity_type: 'logout', platform: 'ios', events: 1, users: 1 },
    ]);
  });

  it('sum up existing users with events', () => {
    const [first, last] = ['2024-01-05T10:00:00Z', '2024-01-06T10:00:00Z'].map((at) =>
      String(microsOfIso(at)),
    );
    expect(userActivitySummary(world)).toEqual([
      {
        ...{ user_token: 'token-a', activity_count: 3, active_days: 1, activity_types: 2 },
        ...{ first_activity_at: first, last_activity_at: last },
      },
    ]);
  });
});
