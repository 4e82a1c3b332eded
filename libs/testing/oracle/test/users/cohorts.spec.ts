import { event, user, worldOf } from '../fixture';
import { userCohortRetentionMonthly, userRetentionDaily, type Row } from '../../src';

describe('user_retention_daily', () => {
  // 9 March 23:00 in New York; 10 March has 23 hours and ends at 04:00 UTC.
  const retention = (now: string): Row[] =>
    userRetentionDaily(
      worldOf({
        zone: 'America/New_York',
        users: [
          user('a', '2024-03-10T04:00:00Z'),
          user('b', '2024-03-10T04:59:59Z'),
          user('c', '2024-03-11T04:00:00Z'), // the 11th
          user('future', '2024-06-01T00:00:00Z'),
        ],
        events: [
          event('a', '2024-03-11T03:59:59Z'), // the 10th: day 1
          event('b', '2024-03-11T04:00:00Z'), // the 11th: day 2
          event('a', '2024-03-16T04:00:00Z'), // the 16th: day 7
          event('b', '2024-03-17T03:59:59Z'), // the 16th too
          event('a', '2024-04-09T03:59:59Z'), // the 8th of April: day 30
          event('b', '2024-04-09T04:00:00Z'), // the 9th: day 31
        ],
        now,
      }),
    );

  it('counts activity on exactly the days after', () => {
    expect(retention('2024-05-01T00:00:00Z').slice(0, 3)).toEqual([
      {
        ...{ day: '2024-03-09', cohort_size: 2, d1: 1, d7: 2, d30: 1, maturity: 'final' },
        ...{ d1_rate: 0.5, d7_rate: 1, d30_rate: 0.5 },
      },
      {
        ...{ day: '2024-03-10', cohort_size: 0, d1: 0, d7: 0, d30: 0, maturity: 'final' },
        ...{ d1_rate: null, d7_rate: null, d30_rate: null },
      },
      {
        ...{ day: '2024-03-11', cohort_size: 1, d1: 0, d7: 0, d30: 0, maturity: 'final' },
        ...{ d1_rate: 0, d7_rate: 0, d30_rate: 0 },
      },
    ]);
  });

  it('goes on to the last complete day though nobody registers', () => {
    const rows = retention('2024-04-20T03:59:59.999Z'); // 19 April in New York
    expect(rows).toHaveLength(23 + 18);
    expect(rows[rows.length - 1]).toEqual({
      ...{ day: '2024-04-18', cohort_size: 0, d1: null, d7: null, d30: null, maturity: 'provisional' },
      ...{ d1_rate: null, d7_rate: null, d30_rate: null },
    });
    expect(retention('2024-03-11T04:00:00.001Z').map(({ day }) => day)).toEqual([
      ...['2024-03-09', '2024-03-10', '2024-03-11'], // somebody registers on the running day
    ]);
  });

  it.each([
    ['2024-03-11T03:59:59.999Z', null, null, null, 'provisional'],
    ['2024-03-11T04:00:00Z', 1, null, null, 'provisional'],
    ['2024-03-17T04:00:00Z', 1, 2, null, 'provisional'],
    ['2024-04-09T03:59:59.999Z', 1, 2, null, 'provisional'],
    ['2024-04-09T04:00:00Z', 1, 2, 1, 'final'],
  ])('is NULL until that day has ended: %s', (now, d1, d7, d30, maturity) => {
    expect(retention(now)[0]).toMatchObject({ d1, d7, d30, maturity, d1_rate: d1 === null ? null : 0.5 });
  });
});

describe('user_cohort_retention_monthly', () => {
  it('is a dense grid of local months', () => {
    const rows = userCohortRetentionMonthly(
      worldOf({
        zone: 'America/New_York',
        users: [
          user('a', '2024-02-01T04:59:59Z'), // 31 January, 23:59:59
          user('idle', '2024-01-15T12:00:00Z'),
          user('b', '2024-03-05T12:00:00Z'),
        ],
        events: [
          event('a', '2024-02-01T04:59:59.500Z'), // January
          event('a', '2024-03-10T12:00:00Z'),
          event('a', '2024-03-20T12:00:00Z'),
          event('b', '2024-02-05T12:00:00Z'), // before the cohort month: in no row
          event('b', '2024-05-01T03:59:59Z'), // 30 April
          event('b', '2024-05-01T04:00:00Z', 'logout'),
          event('nobody', '2024-05-02T12:00:00Z'),
        ],
        now: '2024-06-15T00:00:00Z',
      }),
    );
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['2024-01-01', '2024-01-01', 2, 1, 0.5],
      ['2024-01-01', '2024-02-01', 2, 0, 0],
      ['2024-01-01', '2024-03-01', 2, 1, 0.5],
      ['2024-01-01', '2024-04-01', 2, 0, 0],
      ['2024-01-01', '2024-05-01', 2, 0, 0],
      ['2024-02-01', '2024-02-01', 0, 0, null],
      ['2024-02-01', '2024-03-01', 0, 0, null],
      ['2024-02-01', '2024-04-01', 0, 0, null],
      ['2024-02-01', '2024-05-01', 0, 0, null],
      ['2024-03-01', '2024-03-01', 1, 0, 0],
      ['2024-03-01', '2024-04-01', 1, 1, 1],
      ['2024-03-01', '2024-05-01', 1, 0, 0],
      ['2024-04-01', '2024-04-01', 0, 0, null],
      ['2024-04-01', '2024-05-01', 0, 0, null],
      ['2024-05-01', '2024-05-01', 0, 0, null],
    ]);
  });

  it('ends with the last complete month when nobody was active, and has the running one when somebody was', () => {
    const users = [user('a', '2024-01-01T00:00:00Z'), user('b', '2024-02-01T00:00:00Z')];
    const now = '2024-03-15T00:00:00Z';
    const rows = userCohortRetentionMonthly(worldOf({ users, now }));
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['2024-01-01', '2024-01-01', 1, 0, 0],
      ['2024-01-01', '2024-02-01', 1, 0, 0],
      ['2024-02-01', '2024-02-01', 1, 0, 0],
    ]);
    const events = [event('a', '2024-03-14T00:00:00Z')];
    const running = userCohortRetentionMonthly(worldOf({ users, events, now }));
    expect(running.map((row) => Object.values(row))).toEqual([
      ['2024-01-01', '2024-01-01', 1, 0, 0],
      ['2024-01-01', '2024-02-01', 1, 0, 0],
      ['2024-01-01', '2024-03-01', 1, 1, 1],
      ['2024-02-01', '2024-02-01', 1, 0, 0],
      ['2024-02-01', '2024-03-01', 1, 0, 0], // nobody registered in March: no cohort yet
    ]);
  });
});
