-- An attempt reaches the day of its hour, when it came or went, moved, or now counts as declined or no more.
with sides as (
  select
    changed.is_new or changed.is_gone as came_or_went,
    changed.old_provider,
    changed.new_provider,
    date_trunc('hour', changed.old_created_at, this_run.zone) as old_hour,
    date_trunc('hour', changed.new_created_at, this_run.zone) as new_hour,
    changed.old_created_at < this_run.now as old_happened,
    changed.new_created_at < this_run.now as new_happened,
    core.payment_outcome(
      changed.old_authorized_at, changed.old_captured_at, changed.old_failed_at, changed.old_status, this_run.now
    ) = 'failed' as old_declined,
    core.payment_outcome(
      changed.new_authorized_at, changed.new_captured_at, changed.new_failed_at, changed.new_status, this_run.now
    ) = 'failed' as new_declined
  from changed
  cross join this_run
),
reached as (
  select distinct hours.hour
  from sides
  cross join lateral (values (sides.old_hour), (sides.new_hour)) as hours (hour)
  where sides.came_or_went
     or sides.old_provider is distinct from sides.new_provider
     or sides.old_hour <> sides.new_hour
     or sides.old_happened <> sides.new_happened
     or sides.old_declined <> sides.new_declined
)
select distinct etl.local_day(reached.hour, this_run.zone) as slice
from reached
cross join this_run
