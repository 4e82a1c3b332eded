-- Refunds count on the day they were processed, once completed.
with minutes as (
  select date_trunc('minute', old_processed_at) as minute
  from changed
  where old_status = 'completed'
  union
  select date_trunc('minute', new_processed_at)
  from changed
  where new_status = 'completed'
)
select distinct etl.local_day(minutes.minute, this_run.zone) as slice
from minutes
cross join this_run
