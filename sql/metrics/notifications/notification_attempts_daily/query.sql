-- Notifications created on the stale days and how sending them went.
with counted as (
  select
    stale.day,
    coalesce(notifications.channel, 'unknown') as channel,
    coalesce(notifications.notification_type, 'unknown') as notification_type,
    count(*) as attempted,
    count(*) filter (where notifications.sent_at < this_run.now) as sent,
    count(*) filter (where notifications.failed_at < this_run.now or notifications.status = 'failed') as failed,
    case
      when (select core.is_available('notifications', 'retry_count')) then count(*) filter (where notifications.retry_count > 0)
    end as retried
  from stale_days as stale
  join core.notifications as notifications
    on notifications.created_at >= stale.starts_at
   and notifications.created_at < stale.counts_until
  cross join this_run
  group by
    stale.day,
    coalesce(notifications.channel, 'unknown'),
    coalesce(notifications.notification_type, 'unknown')
)
select
  day,
  channel,
  notification_type,
  attempted,
  sent,
  failed,
  retried,
  failed::numeric / attempted as failure_rate,
  retried::numeric / attempted as retry_rate
from counted
