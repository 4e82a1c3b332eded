import { notificationAttemptsDaily, notificationFailuresDaily } from '../../src/notifications/attempts';
import { at, notification, sent, worldOf } from './rows';

const world = worldOf(
  { zone: 'America/New_York', now: '2024-02-01T00:00:00Z' },
  {
    notifications: [
      notification('2024-01-11T04:59:59Z', { sent_at: at('2024-01-11T06:00:00Z') }), // created on the 10th
      notification('2024-01-11T05:00:00Z', { status: 'failed', failure_code: 'timeout', retry_count: '3' }),
      sent('2024-01-11T12:00:00Z', { failed_at: at('2024-01-11T13:00:00Z'), retry_count: '1' }),
      sent('2024-01-11T12:00:00Z', { failed_at: at('2024-02-01T00:00:00Z'), retry_count: null }),
      notification('2024-01-11T12:00:00Z', { failure_code: 'timeout' }), // did not fail
      notification('2024-01-12T12:00:00Z', { channel: null, notification_type: null, status: 'failed' }),
      notification('2024-02-01T00:00:00Z'),
    ],
  },
);

it('notification_attempts_daily counts every notification on the day it was created', () => {
  expect(notificationAttemptsDaily(world).map((row) => Object.values(row))).toEqual([
    ['2024-01-10', 'email', 'promotional', 1, 1, 0, 0, 0, 0],
    ['2024-01-11', 'email', 'promotional', 4, 2, 2, 2, 0.5, 0.5],
    ['2024-01-12', 'unknown', 'unknown', 1, 0, 1, 0, 1, 0],
  ]);
  expect(Object.keys(notificationAttemptsDaily(world)[0]!)).toEqual(
    'day channel notification_type attempted sent failed retried failure_rate retry_rate'.split(' '),
  );
});

it('notification_failures_daily counts those that failed by their code', () => {
  const email = { day: '2024-01-11', channel: 'email', notification_type: 'promotional', failures: 1 };
  expect(notificationFailuresDaily(world)).toEqual([
    { ...email, failure_code: 'timeout' },
    { ...email, failure_code: 'unknown' },
    {
      ...{ day: '2024-01-12', channel: 'unknown', notification_type: 'unknown' },
      ...{ failure_code: 'unknown', failures: 1 },
    },
  ]);
});
