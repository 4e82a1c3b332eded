import { groupBy } from '../base/numbers';
import type { Row } from '../base/types';
import { UNKNOWN, type World } from '../base/world';
import { durationPercentile } from './percentile';
import { engagement, sentNotifications, type SentNotification } from './sent';

/**
 * Grain: sent day × channel × notification_type × provider × template_id. The counts and rates of
 * `engagement`, and `p50_delivery_ms`, `p95_delivery_ms` (sent → delivered, milliseconds).
 */
export function notificationDaily(world: World): Row[] {
  const groups = groupBy(sentNotifications(world), (notification) => ({
    day: notification.sentDay,
    channel: notification.channel ?? UNKNOWN,
    notification_type: notification.type ?? UNKNOWN,
    provider: notification.provider ?? UNKNOWN,
    template_id: notification.template ?? UNKNOWN,
  }));
  return groups.map(({ grain, items }) => {
    const durations = deliveryMillis(items);
    return {
      ...grain,
      ...engagement(items),
      p50_delivery_ms: durationPercentile(durations, 0.5),
      p95_delivery_ms: durationPercentile(durations, 0.95),
    };
  });
}

function deliveryMillis(notifications: SentNotification[]): number[] {
  const delivered = notifications.filter(({ deliveredAt }) => deliveredAt !== null);
  return delivered.map(({ sentAt, deliveredAt }) => (deliveredAt! - sentAt) / 1000);
}

/** Grain: sent day × channel. "The same counts and rates per channel", without the percentiles. */
export function channelDaily(world: World): Row[] {
  const groups = groupBy(sentNotifications(world), (notification) => ({
    day: notification.sentDay,
    channel: notification.channel ?? UNKNOWN,
  }));
  return groups.map(({ grain, items }) => ({ ...grain, ...engagement(items) }));
}
