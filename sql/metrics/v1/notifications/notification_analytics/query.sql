-- Notifications sent on the stale days and what has become of them. v1 knows of push no more than that it
-- was sent and delivered.
with counted as (
  select
    stale.day as notification_date,
    coalesce(channels.v1_word, 'unknown') as channel,
    coalesce(notifications.notification_type, 'unknown') as notification_type,
    count(*) as total_sent,
    count(*) filter (where notifications.delivered_at < this_run.now) as delivered,
    count(*) filter (where notifications.opened_at < this_run.now) as opened,
    count(*) filter (where notifications.clicked_at < this_run.now) as clicked
  from stale_days as stale
  join core.notifications as notifications
    on notifications.sent_at >= stale.starts_at
   and notifications.sent_at < stale.counts_until
   -- By the day as well, so that the rows of many days are hashed, not compared with each day.
   and etl.local_day(notifications.sent_at, (select zone from this_run)) = stale.day
  left join core.vocabulary as channels
    on channels.field = 'notifications.channel' and channels.v2_word = notifications.channel
  cross join this_run
  where greatest(notifications.created_at, notifications.sent_at) < this_run.now
  group by stale.day, coalesce(channels.v1_word, 'unknown'), coalesce(notifications.notification_type, 'unknown')
)
select
  notification_date,
  channel,
  notification_type,
  total_sent,
  delivered,
  case when channel <> 'push' then opened end as opened,
  case when channel <> 'push' then clicked end as clicked,
  round(100.0 * delivered / total_sent, 2) as delivery_rate,
  case when channel <> 'push' then coalesce(round(100.0 * opened / nullif(delivered, 0), 2), 0) end as open_rate,
  case when channel <> 'push' then coalesce(round(100.0 * clicked / nullif(opened, 0), 2), 0) end as click_rate,
  case when channel <> 'push' then round(100.0 * clicked / total_sent, 2) end as click_through_rate
from counted
