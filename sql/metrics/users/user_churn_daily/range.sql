-- From the first day with an active user or a closed account to the last complete day, and the running day
-- where it has either.
with ends as (
  select min(days.day) as first_day, max(days.day) as last_day
  from core.user_days as days
  join core.users as users on users.user_token = days.user_token
  join this_run on users.created_at < this_run.now
  where days.active_events > 0
  union all
  select
    etl.local_day(min(users.deleted_at), this_run.zone),
    etl.local_day(max(users.deleted_at), this_run.zone)
  from core.users as users
  cross join this_run
  where users.deleted_at < this_run.now
    and users.created_at < this_run.now
  group by this_run.zone
)
select min(ends.first_day) as first_slice, greatest(max(ends.last_day), this_run.today - 1) as last_slice
from ends
cross join this_run
group by this_run.today
having min(ends.first_day) is not null
