-- One row per user and stale day with an event.
select
  activity.user_token,
  stale.day,
  count(*) as events,
  count(*) filter (where activity.activity_type <> 'logout') as active_events,
  min(activity.created_at) as first_event_at,
  max(activity.created_at) as last_event_at,
  array_agg(distinct activity.activity_type order by activity.activity_type) as activity_types
from stale_days as stale
join core.user_activity as activity
  on activity.created_at >= stale.starts_at
 and activity.created_at < stale.counts_until
group by activity.user_token, stale.day
