-- The stale users' activity, out of their days.
select
  coalesce(users.email_shown, users.email_token) as email,
  coalesce(users.full_name_shown, users.full_name_token) as name,
  sum(days.events) as activity_count,
  max(days.last_event_at) as last_activity,
  users.user_token
from stale_keys as stale
join core.users as users on users.user_token = stale.key
join this_run on users.created_at < this_run.now
join core.user_days as days on days.user_token = users.user_token
group by
  users.user_token,
  coalesce(users.email_shown, users.email_token),
  coalesce(users.full_name_shown, users.full_name_token)
