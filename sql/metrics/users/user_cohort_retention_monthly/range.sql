-- From the month of the first registration to the last month with a registration or an active user.
select
  date_trunc('month', min(day)::timestamp)::date as first_slice,
  date_trunc('month', max(day)::timestamp)::date as last_slice
from (
  select etl.local_day(min(users.created_at), this_run.zone) as day
  from core.users as users
  cross join this_run
  where users.created_at < this_run.now
  group by this_run.zone
  union all
  select etl.local_day(max(users.created_at), this_run.zone)
  from core.users as users
  cross join this_run
  where users.created_at < this_run.now
  group by this_run.zone
  union all
  -- Activity lengthens the grid at its end only: there is no cohort before the first registration.
  select greatest(max(days.day), etl.local_day(min(users.created_at), this_run.zone))
  from core.user_days as days
  join core.users as users on users.user_token = days.user_token
  cross join this_run
  where days.active_events > 0
  group by this_run.zone
) as ends
