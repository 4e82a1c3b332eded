-- A closed account reaches its day; a user who came or went, or may do so by another day of registration, every
-- window an active day lies in.
select etl.local_day(closed.instant, this_run.zone) as slice
from (
  select old_deleted_at as instant from changed
  union
  select new_deleted_at from changed
) as closed
cross join this_run
where closed.instant is not null
union
select active.day + ahead as slice
from (
  select distinct days.day
  from changed
  join core.user_days as days on days.user_token = coalesce(changed.new_user_token, changed.old_user_token)
  where changed.is_new or changed.is_gone or changed.old_created_at <> changed.new_created_at
) as active
cross join generate_series(0, 59) as ahead
