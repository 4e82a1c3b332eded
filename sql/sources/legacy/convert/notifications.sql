-- Notifications of the legacy source.
select
  legacy.id,
  legacy.user_token,
  channels.v2_word as channel,
  types.v2_word as notification_type,
  statuses.v2_word as status,
  null as template_id,
  null as order_id,
  null as campaign_id,
  null as provider,
  legacy.created_at,
  legacy.sent_at,
  legacy.delivered_at,
  legacy.opened_at,
  legacy.clicked_at,
  null as bounced_at,
  legacy.failed_at,
  null as unsubscribed_at,
  null as complained_at,
  null as failure_code,
  null as retry_count,
  legacy.updated_at,
  array[
    case when legacy.channel is not null and channels.v2_word is null then 'channel: outside the vocabulary' end,
    case
      when legacy.notification_type is not null and types.v2_word is null
      then 'notification_type: outside the vocabulary'
    end,
    case when legacy.status is not null and statuses.v2_word is null then 'status: outside the vocabulary' end
  ] as defects
from legacy_rows as legacy
left join core.vocabulary as channels
  on channels.field = 'notifications.channel' and channels.v1_word = legacy.channel and channels.read
left join core.vocabulary as types
  on types.field = 'notifications.notification_type' and types.v1_word = legacy.notification_type and types.read
left join core.vocabulary as statuses
  on statuses.field = 'notifications.status' and statuses.v1_word = legacy.status and statuses.read
