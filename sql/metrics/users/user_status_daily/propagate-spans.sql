-- A changed status reaches the days on which it differs.
with differing as (
  select distinct
    case
      when old_status = new_status and old_from_day = new_from_day then least(old_to_day, new_to_day)
      else least(old_from_day, new_from_day)
    end as first_day,
    greatest(old_to_day, new_to_day) as to_day
  from changed
),
covered as (
  select greatest(differing.first_day, known.first_day) as first_day, least(differing.to_day - 1, this_run.today) as last_day
  from differing
  cross join this_run
  cross join (
    select etl.local_day(min(users.created_at), run.zone) as first_day
    from core.users as users
    cross join this_run as run
    group by run.zone
  ) as known
)
select distinct first_day + ahead as slice
from covered
cross join lateral generate_series(0, last_day - first_day) as ahead
