-- Whether a user counts as new depends on the day of registration, if active on it.
select distinct days.day as slice
from changed
cross join this_run
join core.user_days as days
  on days.user_token = coalesce(changed.new_user_token, changed.old_user_token)
 and days.day in (
   etl.local_day(changed.old_created_at, this_run.zone),
   etl.local_day(changed.new_created_at, this_run.zone)
 )
