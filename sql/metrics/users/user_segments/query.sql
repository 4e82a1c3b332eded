-- The stale accounts with their orders, as of the end of the last complete day.
with accounts as (
  select users.user_token, etl.day_start(this_run.today, this_run.zone) as as_of, this_run.now, this_run.zone
  from stale_keys as stale
  join core.users as users on users.user_token = stale.key
  cross join this_run
  where users.created_at < etl.day_start(this_run.today, this_run.zone)
    and (users.deleted_at is null or users.deleted_at >= etl.day_start(this_run.today, this_run.zone))
),
ordered as (
  select
    accounts.user_token,
    count(orders.id) as total_orders,
    etl.local_day(min(orders.created_at), accounts.zone) as first_order_day,
    etl.local_day(max(orders.created_at), accounts.zone) as last_order_day
  from accounts
  left join core.orders as orders
    on orders.user_token = accounts.user_token
   and orders.created_at < accounts.as_of
   and case
         when orders.cancelled_at < accounts.now then orders.cancelled_at >= accounts.as_of
         else orders.status <> 'cancelled'
       end
  group by accounts.user_token, accounts.zone
)
select
  user_token,
  case
    when total_orders >= 10 then 'high_value'
    when total_orders >= 5 then 'medium_value'
    when total_orders >= 1 then 'low_value'
    else 'no_orders'
  end as segment,
  total_orders,
  first_order_day,
  last_order_day
from ordered
