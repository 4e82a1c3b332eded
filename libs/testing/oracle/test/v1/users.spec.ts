import { computeV1, microsOfIso } from '../../src';
import { event, inputOf, user } from '../fixture';
import { order } from '../orders/rows';
import { tableOf } from './input';

const now = '2024-03-10T12:00:00Z';

describe('user_analytics', () => {
  const columnsOf = (...users: ReturnType<typeof user>[]) => tableOf('user_analytics', { users, now });

  it('has every account that is there, closed ones included, in old words', () => {
    const closed = microsOfIso('2024-03-05T00:00:00Z');
    expect(
      columnsOf(
        user('1', '2024-03-01T23:00:00Z', { status: 'suspended', subscription_tier: 'enterprise' }),
        user('2', '2024-03-02T00:00:00Z', { deleted_at: closed, subscription_tier: null }),
        user('3', now),
      ),
    ).toEqual([
      {
        ...{ user_id: 'token-1', registration_date: '2024-03-01', status: 'dormant' },
        ...{ subscription_type: 'premium', email_verified: 'false', days_since_last_login: null },
      },
      {
        ...{ user_id: 'token-2', registration_date: '2024-03-02', status: 'active' },
        ...{ subscription_type: null, email_verified: 'false', days_since_last_login: null },
      },
    ]);
  });

  it.each([
    ['verified', { email_verified_at: microsOfIso('2024-03-05T00:00:00Z') }, 'true'],
    ['verified at now', { email_verified_at: microsOfIso(now) }, 'false'],
    ['verified by a flag', { email_verified: 'true' }, 'true'],
    ['not verified by a flag', { email_verified: 'false' }, 'false'],
    ['of a flag that is not known', { email_verified: null }, 'false'],
  ])('%s', (_what, other, email_verified) => {
    expect(columnsOf(user('1', '2024-03-01T00:00:00Z', other))).toMatchObject([{ email_verified }]);
  });

  it.each([
    ['2024-03-10T00:00:00Z', 0],
    ['2024-03-09T23:59:59Z', 1],
    ['2024-02-29T12:00:00Z', 10],
    [now, null],
    ['2024-03-11T00:00:00Z', null],
  ])('last seen at %s: %s days', (seen, days_since_last_login) => {
    const last_activity_at = String(microsOfIso(seen));
    expect(columnsOf(user('1', '2024-01-01T00:00:00Z', { last_activity_at }))).toMatchObject([
      { days_since_last_login },
    ]);
  });

  it('counts local days', () => {
    const last_activity_at = String(microsOfIso('2024-03-10T04:30:00Z'));
    const users = [user('1', '2024-03-01T03:00:00Z', { last_activity_at })];
    // 23:30 on March 9th in New York; created on February 29th there.
    expect(tableOf('user_analytics', { users, now, zone: 'America/New_York' })).toMatchObject([
      { registration_date: '2024-02-29', days_since_last_login: 1 },
    ]);
  });
});

test('user_activity: accounts with an event before now, not those of tomorrow', () => {
  const users = [
    user('1', '2024-03-01T00:00:00Z', { email: 'a', full_name: 'Ann' }),
    user('2', '2024-03-11T00:00:00Z'),
    user('3', '2024-03-01T00:00:00Z'),
    user('4', '2024-03-01T00:00:00Z', { status: 'lost' }),
  ];
  const events = [
    event('1', '2024-03-02T00:00:00Z'),
    event('1', '2024-03-03T00:00:00Z', 'logout'),
    event('2', '2024-03-04T00:00:00Z'),
    event('3', now),
    event('4', '2024-03-04T00:00:00Z'),
    event('5', '2024-03-04T00:00:00Z'),
  ];
  expect(tableOf('user_activity', { users, events, now })).toEqual([
    {
      ...{ user_token: 'token-1', email: 'email-a', name: 'name-Ann', activity_count: 2 },
      last_activity: String(microsOfIso('2024-03-03T00:00:00Z')),
    },
  ]);
});

test('user_churn: accounts open at the end of yesterday, by the old word of the status now', () => {
  const at = (text: string) => microsOfIso(text);
  const users = [
    user('1', '2024-03-01T00:00:00Z'),
    user('2', '2024-03-01T00:00:00Z', { status: 'pending_verification' }),
    user('3', '2024-03-01T00:00:00Z', { status: 'churned', deleted_at: at('2024-03-10T00:00:00Z') }),
    user('4', '2024-03-01T00:00:00Z', { deleted_at: at('2024-03-09T23:59:59Z') }),
    user('5', '2024-03-10T00:00:00Z'),
    user('6', '2024-03-05T00:00:00Z'),
  ];
  const events = [
    event('1', '2024-03-03T00:00:00Z'),
    event('1', '2024-03-04T12:00:00Z', 'logout'),
    event('1', '2024-03-10T00:00:00Z'),
    // Before it was created.
    event('6', '2024-03-04T00:00:00Z'),
    event('4', '2024-03-05T00:00:00Z'),
  ];
  expect(tableOf('user_churn', { users, events, now })).toEqual([
    // (3.5 − 1)/2
    { status: 'active', user_count: 3, avg_days_active: 1.25 },
    { status: 'churned', user_count: 1, avg_days_active: null },
  ]);
});

describe('user_segments', () => {
  const users = [user('1', '2024-01-01T00:00:00Z', { email: 'a', phone: '1', full_name: 'Ann' })];
  const completed = (count: number, other = {}) =>
    Array.from({ length: count }, (_, index) =>
      order(String(index), '2024-02-01T00:00:00Z', { status: 'delivered', total_cents: '150', ...other }),
    );
  const rowsOf = (orders: ReturnType<typeof order>[]) => tableOf('user_segments', { users, orders, now });

  it.each([
    [1, 'low_value'],
    [4, 'low_value'],
    [5, 'medium_value'],
    [9, 'medium_value'],
    [10, 'high_value'],
  ])('%s completed orders: %s', (count, segment) => {
    expect(rowsOf(completed(count))).toEqual([
      {
        ...{ user_token: 'token-1', segment, email: 'email-a', phone: 'phone-1' },
        ...{ total_orders: count, total_spend: (count * 3) / 2 },
      },
    ]);
  });

  it('counts orders that are completed now and were created before today', () => {
    expect(rowsOf(completed(1, { status: 'shipped' }))).toEqual([]);
    expect(rowsOf(completed(1, { status: 'refunded' }))).toEqual([]);
    expect(rowsOf(completed(1, { created_at: String(microsOfIso('2024-03-10T00:00:00Z')) }))).toEqual([]);
    expect(rowsOf(completed(1, { user_id: '2' }))).toEqual([]);
  });

  it('adds currencies up in major units', () => {
    const orders = [
      ...completed(1),
      order('8', '2024-02-01T00:00:00Z', { status: 'delivered', currency: 'JPY', total_cents: '150' }),
      order('9', '2024-02-01T00:00:00Z', { status: 'delivered', currency: 'KWD', total_cents: '1500' }),
    ];
    expect(rowsOf(orders)).toMatchObject([{ total_orders: 3, total_spend: 153 }]);
  });

  it('leaves out accounts closed before today', () => {
    const closed = [user('1', '2024-01-01T00:00:00Z', { deleted_at: microsOfIso('2024-03-09T00:00:00Z') })];
    expect(tableOf('user_segments', { users: closed, orders: completed(1), now })).toEqual([]);
  });
});

test('user_duplicates: the groups of the new table under the old names', () => {
  const users = ['2', '1', '3'].map((id) =>
    user(id, '2024-03-01T00:00:00Z', { email: id === '3' ? 'b' : 'a' }),
  );
  expect(tableOf('user_duplicates', { users, now })).toEqual([
    { user_hash: 'identity-a', duplicate_count: 2, duplicate_ids: ['token-1', 'token-2'] },
  ]);
});

test('user_cohorts: months with active users only', () => {
  const users = [user('1', '2024-01-31T00:00:00Z'), user('2', '2024-01-01T00:00:00Z')];
  const events = [
    event('1', '2024-01-31T00:00:00Z'),
    event('1', '2024-03-01T00:00:00Z'),
    event('2', '2024-03-02T00:00:00Z'),
    event('2', '2024-02-02T00:00:00Z', 'logout'),
    // Before it was created, and of nobody.
    event('1', '2023-12-31T00:00:00Z'),
    event('9', '2024-03-02T00:00:00Z'),
  ];
  expect(tableOf('user_cohorts', { users, events, now })).toEqual([
    { cohort_month: '2024-01-01', activity_month: '2024-01-01', active_users: 1 },
    { cohort_month: '2024-01-01', activity_month: '2024-03-01', active_users: 2 },
  ]);
});

test('personal columns cannot be had without being told what they show', () => {
  const users = [user('1', '2024-03-01T00:00:00Z')];
  const events = [event('1', '2024-03-02T00:00:00Z')];
  expect(() => computeV1(inputOf({ users, events, now }))).toThrow(/what v1 tables show/);
});
