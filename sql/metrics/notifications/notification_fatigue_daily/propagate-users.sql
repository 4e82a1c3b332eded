-- An account counts from the day of its creation to the day before its closing: the days that only one of
-- old and new row has. A side that is not there has none.
with sides as (
  select
    coalesce(etl.local_day(old_created_at, this_run.zone), etl.local_day(new_created_at, this_run.zone)) as old_from,
    coalesce(etl.local_day(new_created_at, this_run.zone), etl.local_day(old_created_at, this_run.zone)) as new_from,
    case
      when is_new then etl.local_day(new_created_at, this_run.zone)
      else coalesce(etl.local_day(old_deleted_at, this_run.zone), this_run.today + 1)
    end as old_to,
    case
      when is_gone then etl.local_day(old_created_at, this_run.zone)
      else coalesce(etl.local_day(new_deleted_at, this_run.zone), this_run.today + 1)
    end as new_to,
    this_run.today
  from changed
  cross join this_run
),
differing as (
  select least(old_from, new_from) as from_day, greatest(old_from, new_from) as to_day, today
  from sides
  union
  select
    least(greatest(old_to, old_from), greatest(new_to, new_from)),
    greatest(old_to, old_from, new_to, new_from),
    today
  from sides
)
select distinct from_day + ahead as slice
from differing
cross join lateral generate_series(0, least(to_day - 1, today) - from_day) as ahead
