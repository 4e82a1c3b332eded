-- Days with a campaign whose last click came after the end of the day and has now matured.
with candidates as materialized (
  select distinct etl.local_day(notifications.sent_at, this_run.zone) as day
  from core.notifications as notifications
  cross join this_run
  where notifications.clicked_at > (select after from maturing) - interval '168 hours'
    and notifications.clicked_at <= (select until from maturing) - interval '168 hours'
    and notifications.campaign_id is not null
),
days as materialized (
  select
    candidates.day,
    etl.day_start(candidates.day, this_run.zone) as starts_at,
    etl.day_start(candidates.day + 1, this_run.zone) as ends_at
  from candidates
  cross join this_run
),
last_clicks as (
  select days.day, max(notifications.clicked_at) as clicked_at
  from days
  join core.notifications as notifications
    on notifications.sent_at >= days.starts_at
   and notifications.sent_at < days.ends_at
  cross join this_run
  where notifications.campaign_id is not null
    and notifications.clicked_at < this_run.now
    and greatest(notifications.created_at, notifications.sent_at) < this_run.now
  group by days.day, days.ends_at, notifications.campaign_id, coalesce(notifications.channel, 'unknown')
  having max(notifications.clicked_at) > days.ends_at
)
select distinct last_clicks.day as slice
from last_clicks
cross join maturing
where last_clicks.clicked_at > maturing.after - interval '168 hours'
  and last_clicks.clicked_at <= maturing.until - interval '168 hours'
