import { event, user, worldOf } from '../fixture';
import { microsOfIso, userChurnDaily, type Row } from '../../src';

describe('user_churn_daily', () => {
  const rows = userChurnDaily(
    worldOf({
      users: [
        user('once', '2024-01-01T00:00:00Z', { deleted_at: microsOfIso('2024-02-10T09:00:00Z') }),
        user('twice', '2024-01-01T00:00:00Z', { deleted_at: microsOfIso('2024-04-01T00:00:00Z') }), // at now
        user('late', '2024-03-01T00:00:00Z'),
      ],
      events: [
        event('once', '2024-01-01T05:00:00Z'),
        event('twice', '2024-01-01T05:00:00Z'),
        event('twice', '2024-01-31T05:00:00Z'),
        event('late', '2024-03-01T05:00:00Z'),
        event('late', '2024-03-04T05:00:00Z', 'logout'),
        event('nobody', '2024-01-01T05:00:00Z'),
        event('nobody', '2024-03-05T05:00:00Z'),
      ],
      now: '2024-04-01T00:00:00Z',
    }),
  );
  const onDay = (day: string): Row | undefined => rows.find((row) => row.day === day);

  it('goes on to the last complete day though nobody was active since', () => {
    expect(rows).toHaveLength(31 + 29 + 31); // 1 January … 31 March 2024
    expect([rows[0]!.day, rows[rows.length - 1]!.day]).toEqual(['2024-01-01', '2024-03-31']);
  });

  it.each([
    ['2024-01-30', 0, 0, null, 0],
    ['2024-01-31', 2, 1, 0.5, 0], // 1 January is day −30; “twice” came back on day 0
    ['2024-02-10', 2, 1, 0.5, 1], // “once” is deleted, and stays
    ['2024-02-29', 2, 1, 0.5, 0], // 1 January is day −59, 31 January is day −29
    ['2024-03-01', 1, 1, 1, 0], // 31 January is day −30: the base is “twice” alone, gone since
    ['2024-03-30', 1, 1, 1, 0], // 31 January is day −59
    ['2024-03-31', 1, 1, 1, 0], // the base is “late”: 1 March is day −30
  ])(
    'looks back over days −59…−30 and −29…0: %s',
    (day, active_base, churned, churn_30d_rate, closed_accounts) => {
      expect(onDay(day)).toEqual({ day, active_base, churned, churn_30d_rate, closed_accounts });
    },
  );
});

describe('user_churn_daily of an account that never was active', () => {
  it('has the day it was closed, and zeros from then on', () => {
    const closed = user('a', '2024-01-01T00:00:00Z', { deleted_at: microsOfIso('2024-01-07T00:00:00Z') });
    expect(userChurnDaily(worldOf({ users: [closed], now: '2024-01-09T00:00:00Z' }))).toEqual([
      { day: '2024-01-07', active_base: 0, churned: 0, churn_30d_rate: null, closed_accounts: 1 },
      { day: '2024-01-08', active_base: 0, churned: 0, churn_30d_rate: null, closed_accounts: 0 },
    ]);
  });
});

describe('the running day of user_churn_daily', () => {
  const days = (at: string) =>
    userChurnDaily(
      worldOf({
        users: [user('a', '2024-01-01T00:00:00Z')],
        events: [event('a', '2024-01-01T05:00:00Z'), event('a', '2024-01-03T05:00:00Z')],
        now: at,
      }),
    ).map((row) => row.day);

  it.each([
    ['2024-01-01T12:00:00Z', ['2024-01-01']],
    ['2024-01-03T04:00:00Z', ['2024-01-01', '2024-01-02']],
    ['2024-01-03T06:00:00Z', ['2024-01-01', '2024-01-02', '2024-01-03']],
    ['2024-01-04T00:00:00Z', ['2024-01-01', '2024-01-02', '2024-01-03']],
  ])('is there where it has data: %s', (at, expected) => expect(days(at)).toEqual(expected));
});
