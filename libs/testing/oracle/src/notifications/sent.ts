import { dayText } from '../base/calendar';
import type { Notification } from '../base/facts';
import { rate } from '../base/numbers';
import type { Row } from '../base/types';
import type { World } from '../base/world';

export type SentNotification = Notification & { sentAt: number; sentDay: string };

/** "All by sent day (sent_at)": the notifications sent before now, with the local day of it. */
export function sentNotifications(world: World): SentNotification[] {
  const sent: SentNotification[] = [];
  for (const notification of world.facts.notifications) {
    const { sentAt } = notification;
    if (sentAt === null) continue;
    sent.push({ ...notification, sentAt, sentDay: dayText(world.calendar.dayOf(sentAt)) });
  }
  return sent;
}

/**
 * "`sent`, `delivered`, `bounced`, `opened`, `clicked` (each counted once per notification),
 * `unsubscribed`, `complained`; `delivery_rate` /sent, `bounce_rate` /sent, `open_rate` /delivered,
 * `click_rate` /delivered, `click_to_open_rate` /opened, `unsubscribe_rate`, `complaint_rate`
 * /delivered." Each "by their timestamps, whatever else is set".
 */
export function engagement(notifications: SentNotification[]): Row {
  const sent = notifications.length;
  const delivered = notifications.filter(({ deliveredAt }) => deliveredAt !== null).length;
  const bounced = notifications.filter(({ bouncedAt }) => bouncedAt !== null).length;
  const opened = notifications.filter(({ openedAt }) => openedAt !== null).length;
  const clicked = notifications.filter(({ clickedAt }) => clickedAt !== null).length;
  const unsubscribed = notifications.filter(({ unsubscribedAt }) => unsubscribedAt !== null).length;
  const complained = notifications.filter(({ complainedAt }) => complainedAt !== null).length;
  return {
    sent,
    delivered,
    bounced,
    opened,
    clicked,
    unsubscribed,
    complained,
    delivery_rate: rate(delivered, sent),
    bounce_rate: rate(bounced, sent),
    open_rate: rate(opened, delivered),
    click_rate: rate(clicked, delivered),
    click_to_open_rate: rate(clicked, opened),
    unsubscribe_rate: rate(unsubscribed, delivered),
    complaint_rate: rate(complained, delivered),
  };
}
