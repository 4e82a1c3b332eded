-- Failed ones among the notifications created on the stale days.
select
  stale.day,
  coalesce(notifications.channel, 'unknown') as channel,
  coalesce(notifications.notification_type, 'unknown') as notification_type,
  coalesce(notifications.failure_code, 'unknown') as failure_code,
  count(*) as failures
from stale_days as stale
join core.notifications as notifications
  on notifications.created_at >= stale.starts_at
 and notifications.created_at < stale.counts_until
 -- By the day as well, so that the rows of many days are hashed, not compared with each day.
 and etl.local_day(notifications.created_at, (select zone from this_run)) = stale.day
cross join this_run
where notifications.failed_at < this_run.now
   or notifications.status = 'failed'
group by
  stale.day,
  coalesce(notifications.channel, 'unknown'),
  coalesce(notifications.notification_type, 'unknown'),
  coalesce(notifications.failure_code, 'unknown')
