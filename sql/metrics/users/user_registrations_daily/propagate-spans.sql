-- A user's spans reach the day of the registration, if they hold on it.
select etl.local_day(users.created_at, this_run.zone) as slice
from changed
join core.users as users on users.user_token = coalesce(changed.new_user_token, changed.old_user_token)
cross join this_run
where etl.local_day(users.created_at, this_run.zone) >= least(changed.old_from_day, changed.new_from_day)
  and etl.local_day(users.created_at, this_run.zone) < greatest(changed.old_to_day, changed.new_to_day)
