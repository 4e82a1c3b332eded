-- notifications_legacy; recipients, subject, body and error texts are never read.
select
  id,
  user_id,
  channel,
  notification_type,
  status,
  created_at at time zone 'UTC' as created_at,
  sent_at at time zone 'UTC' as sent_at,
  delivered_at at time zone 'UTC' as delivered_at,
  opened_at at time zone 'UTC' as opened_at,
  clicked_at at time zone 'UTC' as clicked_at,
  failed_at at time zone 'UTC' as failed_at,
  updated_at at time zone 'UTC' as updated_at
from notifications_legacy
