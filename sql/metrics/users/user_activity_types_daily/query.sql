-- Events of the stale days by type and platform.
select
  stale.day,
  activity.activity_type,
  coalesce(activity.platform, 'unknown') as platform,
  count(*) as events,
  count(distinct activity.user_token) as users
from stale_days as stale
join core.user_activity as activity
  on activity.created_at >= stale.starts_at
 and activity.created_at < stale.counts_until
group by stale.day, activity.activity_type, coalesce(activity.platform, 'unknown')
