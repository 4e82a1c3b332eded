import { dayText, daysBetween, type Day } from '../base/calendar';
import type { Notification } from '../base/facts';
import { rate } from '../base/numbers';
import type { Row } from '../base/types';
import type { World } from '../base/world';

const BUCKETS = ['0', '1-3', '4-7', '8+'];

/**
 * Grain: as-of day × bucket, complete days from the first registration on, rows with users. `users`
 * (open accounts at the end of D) by notifications delivered to them "in local days D−6…D";
 * `received` = those notifications, `opened`, `unsubscribed` of them before the end of D;
 * `open_rate`, `unsubscribe_rate` over received.
 */
export function notificationFatigueDaily(world: World): Row[] {
  let firstDay = Infinity;
  for (const user of world.users) firstDay = Math.min(firstDay, user.createdDay);
  const deliveredOn = notificationsByDeliveryDay(world);
  return daysBetween(firstDay, world.today - 1).flatMap((day) => fatigueRows(world, day, deliveredOn));
}

function fatigueRows(world: World, day: Day, deliveredOn: Map<Day, Notification[]>): Row[] {
  const end = world.calendar.end(day);
  const receivedBy = new Map<string, Notification[]>();
  for (const deliveryDay of daysBetween(day - 6, day)) {
    for (const notification of deliveredOn.get(deliveryDay) ?? []) {
      const received = receivedBy.get(notification.userId);
      if (received === undefined) receivedBy.set(notification.userId, [notification]);
      else received.push(notification);
    }
  }
  const totals = new Map(
    BUCKETS.map((bucket) => [bucket, { users: 0, received: 0, opened: 0, unsubscribed: 0 }]),
  );
  for (const user of world.users) {
    const deleted = user.deletedAt !== null && user.deletedAt < end;
    if (user.createdAt >= end || deleted) continue;
    const received = receivedBy.get(user.id) ?? [];
    const total = totals.get(bucketOf(received.length))!;
    total.users += 1;
    total.received += received.length;
    for (const { openedAt, unsubscribedAt } of received) {
      if (openedAt !== null && openedAt < end) total.opened += 1;
      if (unsubscribedAt !== null && unsubscribedAt < end) total.unsubscribed += 1;
    }
  }
  return [...totals]
    .filter(([, { users }]) => users > 0)
    .map(([bucket, total]) => ({
      day: dayText(day),
      bucket,
      ...total,
      open_rate: rate(total.opened, total.received),
      unsubscribe_rate: rate(total.unsubscribed, total.received),
    }));
}

function bucketOf(received: number): string {
  if (received === 0) return '0';
  if (received <= 3) return '1-3';
  return received <= 7 ? '4-7' : '8+';
}

function notificationsByDeliveryDay(world: World): Map<Day, Notification[]> {
  const byDay = new Map<Day, Notification[]>();
  for (const notification of world.facts.notifications) {
    if (notification.deliveredAt === null) continue;
    const day = world.calendar.dayOf(notification.deliveredAt);
    const ofDay = byDay.get(day);
    if (ofDay === undefined) byDay.set(day, [notification]);
    else ofDay.push(notification);
  }
  return byDay;
}
