-- Refunds count on the day they were processed, once completed.
select distinct etl.local_day(sides.processed_at, this_run.zone) as slice
from changed
cross join this_run
cross join lateral (values
  (changed.old_processed_at, changed.old_status),
  (changed.new_processed_at, changed.new_status)
) as sides (processed_at, status)
where sides.status = 'completed'
