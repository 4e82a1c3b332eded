-- An order within 30 days of its customer's registration counts on the day of the registration.
with sides as (
  select old_user_token as user_token, old_created_at as created_at from changed
  union all
  select new_user_token, new_created_at from changed
)
select distinct etl.local_day(users.created_at, this_run.zone) as slice
from sides
cross join this_run
join core.users as users
  on users.user_token = sides.user_token
 and sides.created_at >= users.created_at
 and sides.created_at < users.created_at + interval '720 hours'
