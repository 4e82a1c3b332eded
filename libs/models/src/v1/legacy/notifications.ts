import { z } from 'zod';
import { entity } from '../../entity';
import { bigint, drop, text, timestamptz, token, unread } from '../../field';

/** notifications_legacy. */
export const notifications = entity({
  name: 'notifications',
  service: 'notifications',
  description: 'One row per notification, notifications_legacy.',
  cursor: { kind: 'updated' },
  model: z.object({
    id: bigint('Key of the notification in the notifications service.'),
    user_id: token('user', 'user_token', 'To whom.').nullable(),
    channel: text('email, sms or push.').nullable(),
    notification_type: text('What it is about, in the words of v2.').nullable(),
    status: text('State of the notification, in the words of v2.').nullable(),
    recipient_email: drop('E-mail address it goes to.'),
    recipient_phone: drop('Phone number it goes to.'),
    recipient_name: drop('Name of the recipient.'),
    subject: drop('Subject.'),
    body: drop('Text.'),
    created_at: timestamptz('When it was asked for; UTC.').nullable(),
    sent_at: timestamptz('When it was handed to the provider; UTC.').nullable(),
    delivered_at: timestamptz('When the provider reported delivery; UTC.').nullable(),
    opened_at: timestamptz('When it was first opened; UTC.').nullable(),
    clicked_at: timestamptz('When a link in it was first followed; UTC.').nullable(),
    failed_at: timestamptz('When sending failed for good; UTC.').nullable(),
    updated_at: timestamptz('When the row last changed; UTC.').nullable(),
    error_message: drop('Why it failed, in words.'),
    external_id: unread('Key at the provider; v2 does not have it.'),
  }),
});
