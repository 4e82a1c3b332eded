import { computeV1, type SourceRow } from '../../src';
import { oldWord, words } from '../../src/legacy/words';
import { inputOf } from '../fixture';
import { convert, event, notification, order, payment, refund, user } from './rows';

const outside = (column: string) => [`${column}: outside the vocabulary`];

it.each([
  ['status', { active: 'active', dormant: 'inactive', churned: 'churned' }],
  ['tier', { free: 'free', basic: 'basic', premium: 'premium' }],
  ['order', { pending: 'pending', completed: 'delivered', cancelled: 'cancelled', refunded: 'refunded' }],
  ['payment', { pending: 'pending', success: 'captured', failed: 'failed', refunded: 'refunded' }],
  ['channel', { email: 'email', sms: 'sms', push: 'push' }],
] as const)('every old word of %s becomes one v2 word, which is reported as the old one', (kind, pairs) => {
  const column = {
    status: 'users.status',
    tier: 'users.subscription_type',
    order: 'orders.status',
    payment: 'payments.status',
    channel: 'notifications.channel',
  } as const;
  expect(words[column[kind]]).toEqual(pairs);
  for (const [old, v2] of Object.entries(pairs)) expect(oldWord(kind, v2)).toBe(old);
});

test('v2 words that share an old word', () => {
  const old = (kind: Parameters<typeof oldWord>[0], text: string) =>
    text.split(' ').map((word) => oldWord(kind, word));
  expect(old('status', 'pending_verification suspended')).toEqual(['active', 'dormant']);
  expect(old('tier', 'enterprise')).toEqual(['premium']);
  expect(old('order', 'confirmed processing shipped')).toEqual(['pending', 'pending', 'pending']);
  expect(old('payment', 'authorized partially_refunded cancelled')).toEqual(['pending', 'success', 'failed']);
  expect(old('channel', 'in_app webhook')).toEqual(['push', 'push']);
});

test('the other vocabularies are those of v2', () => {
  const sizes = Object.fromEntries(
    Object.entries(words).map(([field, known]) => [field, Object.entries(known).length]),
  );
  expect(sizes).toMatchObject({
    'user_activity.activity_type': 10,
    'payments.payment_method': 6,
    'refunds.status': 5,
    'refunds.reason': 7,
    'notifications.notification_type': 11,
    'notifications.status': 9,
  });
});

test('a word outside the vocabulary refuses the row, v2 words included', () => {
  const { refused } = convert({
    users: [user('1', { status: 'suspended' }), user('2', { subscription_type: 'enterprise' })],
    events: [event('1', '1', { activity_type: 'dance' })],
    orders: [order('1', { status: 'delivered' }), order('2', { status: 'constructor' })],
    payments: [payment('1', { status: 'captured' }), payment('2', { payment_method: 'cash' })],
    refunds: [refund('1', { reason: 'whim', status: 'success' })],
    notifications: [notification('1', { channel: 'in_app', notification_type: 'spam', status: 'read' })],
  });
  expect(refused).toEqual({
    users: [
      { id: '1', reasons: outside('status') },
      { id: '2', reasons: outside('subscription_type') },
    ],
    user_activity: [{ id: '1', reasons: outside('activity_type') }],
    orders: [
      { id: '1', reasons: outside('status') },
      { id: '2', reasons: outside('status') },
    ],
    payments: [
      { id: '1', reasons: outside('status') },
      { id: '2', reasons: outside('payment_method') },
    ],
    refunds: [{ id: '1', reasons: [...outside('reason'), ...outside('status')] }],
    notifications: [
      {
        id: '1',
        reasons: [...outside('channel'), ...outside('notification_type'), ...outside('status')],
      },
    ],
  });
});

test('a NULL word stays NULL where it may be', () => {
  const nothing: SourceRow = { channel: null, notification_type: null };
  const { notifications, refused } = convert({ notifications: [notification('1', nothing)] });
  expect(refused.notifications).toEqual([]);
  expect(notifications[0]).toMatchObject(nothing);
});

test('old words come back in the tables of v1', () => {
  const converted = convert({
    users: [user('1', { status: 'dormant', subscription_type: 'premium' })],
    orders: [order('1')],
  });
  const tables = computeV1({ ...inputOf({ now: '2024-03-07T00:00:00Z' }), ...converted, shown: nobody });
  expect(tables.user_analytics[0]).toMatchObject({ status: 'dormant', subscription_type: 'premium' });
  expect(tables.order_analytics[0]).toMatchObject({ status: 'completed', total_revenue: 10 });
});

const nobody = { email: () => null, phone: () => null, name: () => null };
