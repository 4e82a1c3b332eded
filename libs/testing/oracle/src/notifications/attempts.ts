import { dayText } from '../base/calendar';
import type { Notification } from '../base/facts';
import { groupBy, rate } from '../base/numbers';
import type { Row } from '../base/types';
import { UNKNOWN, type World } from '../base/world';

const hasFailed = ({ failedAt, status }: Notification): boolean => failedAt !== null || status === 'failed';

/**
 * Grain: created day × channel × notification_type. `attempted`, `sent` (sent_at), `failed` (failed_at
 * or status failed), `retried` (retry_count > 0), `failure_rate`, `retry_rate` over attempted.
 */
export function notificationAttemptsDaily(world: World): Row[] {
  const groups = groupBy(world.facts.notifications, ({ day, channel, type }) => ({
    day: dayText(day),
    channel: channel ?? UNKNOWN,
    notification_type: type ?? UNKNOWN,
  }));
  return groups.map(({ grain, items }) => {
    const failed = items.filter(hasFailed).length;
    const retried = items.filter(({ retryCount }) => retryCount > 0).length;
    return {
      ...grain,
      attempted: items.length,
      sent: items.filter(({ sentAt }) => sentAt !== null).length,
      failed,
      retried,
      failure_rate: rate(failed, items.length),
      retry_rate: rate(retried, items.length),
    };
  });
}

/** Grain: created day × channel × notification_type × failure_code. `failures`: those that failed. */
export function notificationFailuresDaily(world: World): Row[] {
  const groups = groupBy(world.facts.notifications.filter(hasFailed), (notification) => ({
    day: dayText(notification.day),
    channel: notification.channel ?? UNKNOWN,
    notification_type: notification.type ?? UNKNOWN,
    failure_code: notification.failureCode ?? UNKNOWN,
  }));
  return groups.map(({ grain, items }) => ({ ...grain, failures: items.length }));
}
