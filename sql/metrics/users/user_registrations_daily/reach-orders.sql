-- An order within 30 days of its customer's registration counts on the day of the registration.
select etl.local_day(users.created_at, this_run.zone) as slice
from changed
cross join this_run
cross join lateral (
  values (changed.old_user_token, changed.old_created_at), (changed.new_user_token, changed.new_created_at)
) as sides (user_token, created_at)
join core.users as users
  on users.user_token = sides.user_token
 and sides.created_at >= users.created_at
 and sides.created_at < users.created_at + interval '720 hours'
