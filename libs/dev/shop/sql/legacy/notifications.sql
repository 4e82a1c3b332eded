-- The notifications as the old tables have them.
select
  id::integer as id,
  user_id::integer as user_id,
  case channel when 'in_app' then 'push' when 'webhook' then 'push' else channel end as channel,
  notification_type,
  status,
  case channel when 'email' then recipient end as recipient_email,
  case channel when 'sms' then recipient end as recipient_phone,
  'Customer ' || user_id as recipient_name,
  subject,
  body,
  created_at at time zone 'UTC' as created_at,
  sent_at at time zone 'UTC' as sent_at,
  delivered_at at time zone 'UTC' as delivered_at,
  opened_at at time zone 'UTC' as opened_at,
  clicked_at at time zone 'UTC' as clicked_at,
  failed_at at time zone 'UTC' as failed_at,
  updated_at at time zone 'UTC' as updated_at,
  failure_code as error_message,
  provider || '-' || id as external_id
from notifications_v2
