-- Activity reaches the registration day of its user, if that lies exactly 1, 7 or 30 days before.
select distinct coalesce(changed.new_day, changed.old_day) - age.days as slice
from changed
join core.users as users on users.user_token = coalesce(changed.new_user_token, changed.old_user_token)
cross join this_run
cross join (values (1), (7), (30)) as age (days)
where etl.local_day(users.created_at, this_run.zone) = coalesce(changed.new_day, changed.old_day) - age.days
