import type { SourceRow } from '../base/types';
import { blank, Reading, type Converted } from './read';

export const untoldOfNotifications =
  'template_id order_id campaign_id provider bounced_at unsubscribed_at complained_at failure_code retry_count';

/** notifications_legacy → notifications_v2. */
export function convertNotification(row: SourceRow): Converted {
  const reading = new Reading('notifications', row);
  const converted = {
    id: row.id!,
    user_id: row.user_id!,
    channel: reading.word('channel'),
    notification_type: reading.word('notification_type'),
    status: reading.word('status'),
    created_at: row.created_at!,
    sent_at: row.sent_at!,
    delivered_at: row.delivered_at!,
    opened_at: row.opened_at!,
    clicked_at: row.clicked_at!,
    failed_at: row.failed_at!,
    updated_at: row.updated_at!,
    ...blank(untoldOfNotifications),
  };
  return { row: converted, reasons: reading.reasons };
}
