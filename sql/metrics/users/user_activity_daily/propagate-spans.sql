-- A changed tier reaches the days on which it differs, where one of the user's windows covers them.
with differing as (
  select
    coalesce(new_user_token, old_user_token) as user_token,
    case
      when old_subscription_tier = new_subscription_tier and old_from_day = new_from_day
      then least(old_to_day, new_to_day)
      else least(old_from_day, new_from_day)
    end as from_day,
    greatest(old_to_day, new_to_day) as to_day
  from changed
),
covered as (
  select distinct
    greatest(days.day, differing.from_day) as first_day,
    least(days.day + 29, differing.to_day - 1) as last_day
  from differing
  join core.user_days as days
    on days.user_token = differing.user_token
   and days.day + 29 >= differing.from_day
   and days.day < differing.to_day
   and days.active_events > 0
)
select distinct covered.first_day + ahead as slice
from covered
cross join lateral generate_series(0, covered.last_day - covered.first_day) as ahead
