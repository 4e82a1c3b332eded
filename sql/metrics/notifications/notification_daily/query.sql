-- Notifications sent on the stale days and what has become of them.
with sent as (
  select
    stale.day,
    coalesce(notifications.channel, 'unknown') as channel,
    coalesce(notifications.notification_type, 'unknown') as notification_type,
    coalesce(notifications.provider, 'unknown') as provider,
    coalesce(notifications.template_id, 'unknown') as template_id,
    notifications.delivered_at < this_run.now as delivered,
    notifications.bounced_at < this_run.now as bounced,
    notifications.opened_at < this_run.now as opened,
    notifications.clicked_at < this_run.now as clicked,
    notifications.unsubscribed_at < this_run.now as unsubscribed,
    notifications.complained_at < this_run.now as complained,
    case
      when notifications.delivered_at >= notifications.sent_at and notifications.delivered_at < this_run.now
      then extract(epoch from notifications.delivered_at - notifications.sent_at) * 1000
    end as delivery_ms
  from stale_days as stale
  join core.notifications as notifications
    on notifications.sent_at >= stale.starts_at
   and notifications.sent_at < stale.counts_until
  cross join this_run
  where greatest(notifications.created_at, notifications.sent_at) < this_run.now
),
counted as (
  select
    day,
    channel,
    notification_type,
    provider,
    template_id,
    count(*) as sent,
    count(*) filter (where delivered) as delivered,
    case when (select core.is_available('notifications', 'bounced_at')) then count(*) filter (where bounced) end as bounced,
    count(*) filter (where opened) as opened,
    count(*) filter (where clicked) as clicked,
    case when (select core.is_available('notifications', 'unsubscribed_at')) then count(*) filter (where unsubscribed) end as unsubscribed,
    case when (select core.is_available('notifications', 'complained_at')) then count(*) filter (where complained) end as complained,
    (percentile_cont(0.5) within group (order by delivery_ms))::numeric as p50_delivery_ms,
    (percentile_cont(0.95) within group (order by delivery_ms))::numeric as p95_delivery_ms
  from sent
  group by day, channel, notification_type, provider, template_id
)
select
  day,
  channel,
  notification_type,
  provider,
  template_id,
  sent,
  delivered,
  bounced,
  opened,
  clicked,
  unsubscribed,
  complained,
  delivered::numeric / sent as delivery_rate,
  bounced::numeric / sent as bounce_rate,
  opened::numeric / nullif(delivered, 0) as open_rate,
  clicked::numeric / nullif(delivered, 0) as click_rate,
  clicked::numeric / nullif(opened, 0) as click_to_open_rate,
  unsubscribed::numeric / nullif(delivered, 0) as unsubscribe_rate,
  complained::numeric / nullif(delivered, 0) as complaint_rate,
  p50_delivery_ms,
  p95_delivery_ms
from counted
