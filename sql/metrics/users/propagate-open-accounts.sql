-- An account counts from its creation to its closing: the days on which old and new row disagree.
with lives as (
  select
    etl.local_day(old_created_at, this_run.zone) as old_from,
    etl.local_day(old_deleted_at, this_run.zone) as old_to,
    etl.local_day(new_created_at, this_run.zone) as new_from,
    etl.local_day(new_deleted_at, this_run.zone) as new_to,
    old_created_at = new_created_at as same_creation,
    this_run.today
  from changed
  cross join this_run
),
differing as (
  select distinct
    case when same_creation then least(old_to, new_to) else least(old_from, new_from) end as first_day,
    case when same_creation then greatest(coalesce(old_to, today), coalesce(new_to, today)) else today end as last_day
  from lives
)
select distinct first_day + ahead as slice
from differing
cross join lateral generate_series(0, last_day - first_day) as ahead
