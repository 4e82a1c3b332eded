-- Only what failed, or had, counts here.
with minutes as (
  select distinct date_trunc('minute', sides.created_at) as minute
  from changed
  cross join lateral (
    values
      (changed.old_created_at, changed.old_failed_at, changed.old_status),
      (changed.new_created_at, changed.new_failed_at, changed.new_status)
  ) as sides (created_at, failed_at, status)
  where sides.failed_at is not null
     or sides.status = 'failed'
)
select distinct etl.local_day(minutes.minute, this_run.zone) as slice
from minutes
cross join this_run
