-- From the first to the last day with an active user or a closed account.
select min(day) as first_slice, max(day) as last_slice
from (
  select min(days.day) as day
  from core.user_days as days
  join core.users as users on users.user_token = days.user_token
  join this_run on users.created_at < this_run.now
  where days.active_events > 0
  union all
  select max(days.day)
  from core.user_days as days
  join core.users as users on users.user_token = days.user_token
  join this_run on users.created_at < this_run.now
  where days.active_events > 0
  union all
  select etl.local_day(min(users.deleted_at), this_run.zone)
  from core.users as users
  cross join this_run
  where users.deleted_at < this_run.now and users.created_at < this_run.now
  group by this_run.zone
  union all
  select etl.local_day(max(users.deleted_at), this_run.zone)
  from core.users as users
  cross join this_run
  where users.deleted_at < this_run.now and users.created_at < this_run.now
  group by this_run.zone
) as ends
