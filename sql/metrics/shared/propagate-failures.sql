-- What bears no sign of a failure, neither before nor now, reaches nothing: the local days of failed rows, old and new.
with minutes as (
  select date_trunc('minute', old_created_at) as minute
  from changed
  where old_failed_at is not null
     or old_status = 'failed'
  union
  select date_trunc('minute', new_created_at)
  from changed
  where new_failed_at is not null
     or new_status = 'failed'
)
select distinct etl.local_day(minutes.minute, this_run.zone) as slice
from minutes
cross join this_run
