-- Users who came, left, ordered or cancelled during the days that have become complete.
with completed as (
  select
    etl.day_start(etl.local_day(maturing.after, this_run.zone), this_run.zone) as starts_at,
    etl.day_start(this_run.today, this_run.zone) as ends_at
  from maturing
  cross join this_run
)
select users.user_token as slice
from completed
join core.users as users
  on users.created_at >= completed.starts_at
 and users.created_at < completed.ends_at
union
select users.user_token
from completed
join core.users as users
  on users.deleted_at >= completed.starts_at
 and users.deleted_at < completed.ends_at
union
select orders.user_token
from completed
join core.orders as orders
  on orders.created_at >= completed.starts_at
 and orders.created_at < completed.ends_at
union
select orders.user_token
from completed
join core.orders as orders
  on orders.cancelled_at >= completed.starts_at
 and orders.cancelled_at < completed.ends_at
