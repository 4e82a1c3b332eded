-- An active day counts in the 30 windows it lies in, in the day after them (a user is resurrected after
-- more than 30 days of silence), and decides how the user's next active day counts, however far off.
with windows as (
  select distinct coalesce(new_day, old_day) as day
  from changed
)
select windows.day + ahead as slice
from windows
cross join generate_series(0, 30) as ahead
union
select next_active.day as slice
from changed
cross join lateral (
  select days.day
  from core.user_days as days
  where days.user_token = coalesce(changed.new_user_token, changed.old_user_token)
    and days.day > coalesce(changed.new_day, changed.old_day)
    and days.active_events > 0
  order by days.day
  limit 1
) as next_active
