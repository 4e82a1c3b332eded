import { groupBy } from '../base/numbers';
import type { Row } from '../base/types';
import { UNKNOWN, type World } from '../base/world';
import { oldWord } from '../legacy/words';
import { sentNotifications, type SentNotification } from '../notifications/sent';
import { percent } from './numbers';

const channelOf = ({ channel }: SentNotification) =>
  channel === null ? UNKNOWN : oldWord('channel', channel);

/** Grain: notification_date (sent day) × channel × notification_type. */
export function notificationAnalytics(world: World): Row[] {
  const groups = groupBy(sentNotifications(world), (notification) => ({
    notification_date: notification.sentDay,
    channel: channelOf(notification),
    notification_type: notification.type ?? UNKNOWN,
  }));
  return groups.map(({ grain, items }) => ({ ...grain, ...measures(String(grain.channel), items) }));
}

/** Grain: channel, over all days. */
export function channelAnalytics(world: World): Row[] {
  const groups = groupBy(sentNotifications(world), (notification) => ({ channel: channelOf(notification) }));
  return groups.map(({ grain, items }) => ({ ...grain, ...measures(String(grain.channel), items) }));
}

/** "v1 has no push metrics beyond sent and delivered." */
function measures(channel: string, items: readonly SentNotification[]): Row {
  const sent = items.length;
  const delivered = items.filter(({ deliveredAt }) => deliveredAt !== null).length;
  const opened = items.filter(({ openedAt }) => openedAt !== null).length;
  const clicked = items.filter(({ clickedAt }) => clickedAt !== null).length;
  const push = channel === 'push';
  return {
    total_sent: sent,
    delivered,
    opened: push ? null : opened,
    clicked: push ? null : clicked,
    delivery_rate: percent(delivered, sent),
    open_rate: push ? null : percent(opened, delivered),
    click_rate: push ? null : percent(clicked, opened),
    click_through_rate: push ? null : percent(clicked, sent),
  };
}
