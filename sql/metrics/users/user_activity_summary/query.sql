-- The stale users' activity, out of their days.
with days as (
  select
    days.user_token,
    days.events,
    days.active_events,
    days.first_event_at,
    days.last_event_at,
    days.activity_types
  from stale_keys as stale
  join core.user_days as days on days.user_token = stale.key
  join core.users as users on users.user_token = days.user_token
  join this_run on users.created_at < this_run.now
),
types as (
  select days.user_token, count(distinct activity_type) as activity_types
  from days
  cross join lateral unnest(days.activity_types) as activity_type
  group by days.user_token
)
select
  days.user_token,
  sum(days.events)::bigint as activity_count,
  min(days.first_event_at) as first_activity_at,
  max(days.last_event_at) as last_activity_at,
  count(*) filter (where days.active_events > 0) as active_days,
  types.activity_types
from days
join types on types.user_token = days.user_token
group by days.user_token, types.activity_types
