import { z } from 'zod';
import { entity } from '../entity';
import { bigint, drop, identifier, integer, label, timestamptz, token, unread, vocabulary } from '../field';

export const channels = ['email', 'sms', 'push', 'in_app', 'webhook'] as const;
export const notificationTypes = [
  'order_confirmation',
  'order_shipped',
  'order_delivered',
  'order_cancelled',
  'payment_received',
  'payment_failed',
  'refund_processed',
  'password_reset',
  'account_verification',
  'promotional',
  'system_alert',
] as const;
export const notificationStatuses = [
  'pending',
  'queued',
  'sent',
  'delivered',
  'opened',
  'clicked',
  'bounced',
  'failed',
  'unsubscribed',
] as const;

/** What the notifications service sent, or tried to. */
export const notifications = entity({
  name: 'notifications',
  service: 'notifications',
  description: 'One row per notification.',
  cursor: { kind: 'updated' },
  model: z.object({
    id: bigint('Key of the notification in the notifications service.'),
    user_id: token('user', 'user_token', 'To whom.'),
    channel: vocabulary(channels, 'Channel it goes by.').nullable(),
    notification_type: vocabulary(notificationTypes, 'What it is about.').nullable(),
    status: vocabulary(notificationStatuses, 'State of the notification, as loaded last.'),
    recipient: drop('Address or number it goes to.'),
    subject: drop('Subject.'),
    body: drop('Text.'),
    template_id: identifier('Template it was made from.').nullable(),
    template_version: unread('Version of the template.'),
    order_id: bigint('The order it is about; NULL: none.').nullable(),
    campaign_id: identifier('The campaign it belongs to; NULL: none.').nullable(),
    provider: label('Provider that delivers it.').nullable(),
    created_at: timestamptz('When it was asked for.'),
    queued_at: unread('When it was queued.'),
    sent_at: timestamptz('When it was handed to the provider; NULL: not yet.').nullable(),
    delivered_at: timestamptz('When the provider reported delivery.').nullable(),
    opened_at: timestamptz('When it was first opened.').nullable(),
    clicked_at: timestamptz('When a link in it was first followed.').nullable(),
    bounced_at: timestamptz('When it came back.').nullable(),
    failed_at: timestamptz('When sending failed for good.').nullable(),
    unsubscribed_at: timestamptz('When the recipient unsubscribed through it.').nullable(),
    complained_at: timestamptz('When the recipient reported it as spam.').nullable(),
    failure_code: label('Why it failed, as a code.').nullable(),
    retry_count: integer('Attempts after the first; NULL counts as 0.').nullable(),
    updated_at: timestamptz('When the row last changed.'),
  }),
});
