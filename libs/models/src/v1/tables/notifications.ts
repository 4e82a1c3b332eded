import { z } from 'zod';
import { count, date, double, outputTable, text } from '../column';

const measures = () => ({
  total_sent: count('Notifications sent.'),
  delivered: count('Of them, delivered by now.'),
  opened: count('Of them, opened by now; NULL for push.').nullable(),
  clicked: count('Of them, clicked by now; NULL for push.').nullable(),
  delivery_rate: double('delivered / total_sent in percent, 2 decimals.'),
  open_rate: double(
    'opened / delivered in percent, 2 decimals, 0 without deliveries; NULL for push.',
  ).nullable(),
  click_rate: double('clicked / opened in percent, 2 decimals, 0 without opens; NULL for push.').nullable(),
  click_through_rate: double('clicked / total_sent in percent, 2 decimals; NULL for push.').nullable(),
});

export const notificationTables = [
  outputTable(
    'notification_analytics',
    z.object({
      notification_date: date('Local day on which the notifications were sent.'),
      channel: text('email, sms or push; unknown.'),
      notification_type: text('What they are about, or unknown.'),
      ...measures(),
    }),
  ),
  outputTable(
    'channel_analytics',
    z.object({ channel: text('email, sms or push; unknown.'), ...measures() }),
  ),
];
