-- A day with events is the user's last one until the next such day.
with covered as (
  select distinct
    coalesce(changed.new_day, changed.old_day) as first_day,
    least(next_day.day - 1, this_run.today) as last_day
  from changed
  cross join this_run
  left join lateral (
    select days.day
    from core.user_days as days
    where days.user_token = coalesce(changed.new_user_token, changed.old_user_token)
      and days.day > coalesce(changed.new_day, changed.old_day)
    order by days.day
    limit 1
  ) as next_day on true
)
select distinct first_day + ahead as slice
from covered
cross join lateral generate_series(0, last_day - first_day) as ahead
