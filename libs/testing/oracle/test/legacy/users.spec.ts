import type { SourceRow } from '../../src';
import { at, convert, event, notification, order, payment, refund, user } from './rows';

test('an account under its v2 names', () => {
  const { users } = convert({
    users: [
      user('1', {
        name: 'Ann',
        email: 'a@b',
        email_verified: '1',
        last_login_at: at('2024-03-06T00:00:00Z'),
      }),
    ],
  });
  expect(users[0]).toMatchObject({
    ...{ id: '1', full_name: 'Ann', email: 'a@b', status: 'active', subscription_tier: null },
    ...{ email_verified: 'true', last_activity_at: at('2024-03-06T00:00:00Z') },
    ...{ email_verified_at: null, deleted_at: null, country_code: null, signup_source: null },
  });
});

test('email_verified is 0, 1 or unknown', () => {
  const { users, refused } = convert({
    users: ['0', '1', null, '2', '-1'].map((email_verified, index) =>
      user(String(index), { email_verified }),
    ),
  });
  expect(users.map((row) => row.email_verified)).toEqual(['false', 'true', null]);
  expect(refused.users).toEqual([
    { id: '3', reasons: ['email_verified: neither 0 nor 1'] },
    { id: '4', reasons: ['email_verified: neither 0 nor 1'] },
  ]);
});

test('an event knows nothing but who, what and when', () => {
  const { events } = convert({ events: [event('1', '2')] });
  expect(events[0]).toMatchObject({ id: '1', user_id: '2', activity_type: 'login', platform: null });
});

test('NULL where none may be, by the name of v2', () => {
  const { refused } = convert({
    users: [user('1', { status: null, updated_at: null })],
    events: [event('1', '1', { user_id: null, activity_type: null })],
    orders: [order('1', { total_amount: null })],
    payments: [payment('1', { amount: null, currency: null })],
    refunds: [refund('1', { amount: null, payment_id: null })],
    notifications: [notification('1', { status: null, user_id: null })],
  });
  const reasons = Object.entries(refused).map(([table, rows]) => [table, rows.map((row) => row.reasons)]);
  expect(Object.fromEntries(reasons)).toEqual({
    users: [['status: NULL', 'updated_at: NULL']],
    user_activity: [['activity_type: NULL', 'user_id: NULL']],
    orders: [['total_cents: NULL']],
    payments: [['amount_cents: NULL', 'currency: NULL']],
    refunds: [['amount_cents: NULL', 'payment_id: NULL']],
    notifications: [['status: NULL', 'user_id: NULL']],
  });
});

test.each<[string, string, string[]]>([
  ['the first instant', '0', []],
  ['an instant before 1970', '-1', ['created_at: outside 1970 to 2199']],
  ['the last instant', String(BigInt(at('2200-01-01T00:00:00Z')) - 1n), []],
  ['an instant of 2200', at('2200-01-01T00:00:00Z'), ['created_at: outside 1970 to 2199']],
  ['an infinite instant', 'infinity', ['created_at: not a finite instant']],
  ['an instant before all time', '-infinity', ['created_at: not a finite instant']],
])('%s', (_what, created_at, reasons) => {
  const odd: SourceRow = { created_at };
  const { refused } = convert({
    ...{ users: [user('1', odd)], events: [event('1', '1', odd)], orders: [order('1', odd)] },
    ...{ payments: [payment('1', odd)], refunds: [refund('1', { order_id: '2', payment_id: '2', ...odd })] },
    notifications: [notification('1', odd)],
  });
  for (const rows of Object.values(refused)) expect(rows.flatMap((row) => row.reasons)).toEqual(reasons);
});

test('an instant has its v2 name too', () => {
  const { refused } = convert({ users: [user('1', { last_login_at: 'infinity' })] });
  expect(refused.users).toEqual([{ id: '1', reasons: ['last_activity_at: not a finite instant'] }]);
});

test('a defect tells more than the NULL it leaves', () => {
  const { refused } = convert({ orders: [order('1', { total_amount: '0.001', user_id: null })] });
  expect(refused.orders![0]!.reasons).toEqual(['total_amount: no whole number of minor units']);
});
