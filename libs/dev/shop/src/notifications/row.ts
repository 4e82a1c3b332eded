import { field } from '../copy-rows';
import type { Person } from '../people/person';
import { mix } from '../random';
import { day, timestamp } from '../time';
import type { World } from '../world';
import { lastChange, statusAt, type Notification } from './notification';
import { stream } from './streams';
import { bodyOf, subjectOf } from './texts';

export const copyNotifications = (table: string) => `copy ${table} (id, user_id, channel, notification_type,
  status, recipient, subject, body, template_id, template_version, order_id, campaign_id, provider,
  created_at, queued_at, sent_at, delivered_at, opened_at, clicked_at, bounced_at, failed_at,
  unsubscribed_at, complained_at, failure_code, retry_count, updated_at) from stdin`;

const unknownStatuses = ['deferred', 'spam_blocked'];

/** Writes the rows of a world's notifications as they stand at `until`. */
export function rowWriter(world: World, until: number, orderId: (index: number) => number) {
  const people: Person[] = [];
  const optional = (at: number) => (at < until ? timestamp(at) : null);
  return (one: Notification, position: number, id: number): string => {
    const person = (people[one.user] ??= world.person(one.user));
    const order = one.order < 0 ? null : orderId(one.order);
    const subject = subjectOf(one.type, order);
    return `${[
      String(id),
      String(world.ids[one.user]),
      one.channel,
      one.type,
      // A few words that are not in the contract.
      position % 15_000 === 1234 ? unknownStatuses[(position / 15_000) & 1]! : statusAt(one, until),
      recipientOf(world.plan.seed, one, person),
      one.channel === 'email' ? subject : null,
      bodyOf(subject, person.fullName),
      one.template,
      one.template && versionAt(world.plan.openedAt, one.createdAt),
      order === null ? null : String(order),
      one.campaign === 0 ? null : String(one.campaign),
      one.provider,
      timestamp(one.createdAt),
      optional(one.queuedAt),
      optional(one.sentAt),
      optional(one.deliveredAt),
      optional(one.openedAt),
      optional(one.clickedAt),
      optional(one.bouncedAt),
      optional(one.failedAt),
      optional(one.unsubscribedAt),
      optional(one.complainedAt),
      one.bouncedAt < until || one.failedAt < until ? one.failureCode : null,
      one.sentAt < until || one.failedAt < until ? String(one.retries) : '0',
      timestamp(lastChange(one, until)),
    ]
      .map(field)
      .join('\t')}\n`;
  };
}

function recipientOf(seed: number, { channel, user }: Notification, person: Person): string | null {
  if (channel === 'email') return person.email;
  if (channel === 'sms') return person.phone;
  const device = mix(seed, stream.rows, user, 0).toString(36);
  return channel === 'push'
    ? `device-${device}`
    : channel === 'webhook'
      ? `https://${device}.example/hook`
      : null;
}

/** Templates are worked over every seventy days. */
const versionAt = (openedAt: number, at: number): string => `${1 + Math.floor((at - openedAt) / (70 * day))}`;
