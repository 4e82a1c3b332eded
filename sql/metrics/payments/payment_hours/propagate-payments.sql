-- An attempt reaches the day of its hour, when it came or went, moved, or now counts as declined or no more.
with sides as materialized (
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
differing as (
  select old_hour, new_hour
  from sides
  where came_or_went
     or old_provider is distinct from new_provider
     or old_hour <> new_hour
     or old_happened <> new_happened
     or old_declined <> new_declined
),
reached as (
  select old_hour as hour from differing
  union
  select new_hour from differing
)
select distinct etl.local_day(reached.hour, this_run.zone) as slice
from reached
cross join this_run
