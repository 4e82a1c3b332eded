-- Attempts that bear no sign of a failure, neither before nor now, reach nothing.
select distinct etl.local_day(sides.created_at, this_run.zone) as slice
from changed
cross join this_run
cross join lateral (values
  (changed.old_created_at, changed.old_failed_at, changed.old_status),
  (changed.new_created_at, changed.new_failed_at, changed.new_status)
) as sides (created_at, failed_at, status)
where sides.failed_at is not null or sides.status = 'failed'
