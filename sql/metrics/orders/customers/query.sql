-- The first two valid orders of the stale customers.
with ordered as (
  select
    valid.user_token,
    valid.day,
    valid.created_at,
    lead(valid.created_at) over by_user as next_created_at,
    row_number() over by_user as nth
  from stale_keys as stale
  join core.valid_orders as valid on valid.user_token = stale.key
  join core.users as users on users.user_token = valid.user_token
  cross join this_run
  where users.created_at < this_run.now
  window by_user as (partition by valid.user_token order by valid.created_at, valid.order_id)
)
select
  user_token,
  date_trunc('month', day::timestamp)::date as first_order_month,
  created_at as first_order_at,
  next_created_at as second_order_at
from ordered
where nth = 1
