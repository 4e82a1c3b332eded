-- From the month of the first registration to the last complete one, and the running month where it has a
-- registration or an active user.
with registered as (
  select
    etl.local_day(min(users.created_at), this_run.zone) as first_day,
    etl.local_day(max(users.created_at), this_run.zone) as last_day
  from core.users as users
  cross join this_run
  where users.created_at < this_run.now
  group by this_run.zone
),
active as (
  select max(days.day) as last_day
  from core.user_days as days
  join core.users as users on users.user_token = days.user_token
  join this_run on users.created_at < this_run.now
  where days.active_events > 0
)
select
  date_trunc('month', registered.first_day::timestamp)::date as first_slice,
  -- Activity lengthens the grid at its end only: there is no cohort before the first registration.
  greatest(
    date_trunc('month', registered.last_day::timestamp)::date,
    date_trunc('month', active.last_day::timestamp)::date,
    (date_trunc('month', this_run.today::timestamp) - interval '1 month')::date
  ) as last_slice
from registered
cross join active
cross join this_run
