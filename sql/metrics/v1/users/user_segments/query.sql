-- The stale accounts with completed orders, as of the end of the last complete day.
with accounts as (
  select
    users.user_token,
    coalesce(users.email_shown, users.email_token) as email,
    coalesce(users.phone_shown, users.phone_token) as phone,
    etl.day_start(this_run.today, this_run.zone) as as_of
  from stale_keys as stale
  join core.users as users on users.user_token = stale.key
  cross join this_run
  where users.created_at < etl.day_start(this_run.today, this_run.zone)
    and (users.deleted_at is null or users.deleted_at >= etl.day_start(this_run.today, this_run.zone))
),
completed as (
  select
    accounts.user_token,
    accounts.email,
    accounts.phone,
    count(*) as total_orders,
    sum(core.major_units(orders.total_cents, orders.currency)) as total_spend
  from accounts
  join core.orders as orders
    on orders.user_token = accounts.user_token
   and orders.created_at < accounts.as_of
  join core.vocabulary as statuses
    on statuses.field = 'orders.status'
   and statuses.v2_word = orders.status
   and statuses.v1_word = 'completed'
  group by accounts.user_token, accounts.email, accounts.phone
)
select
  case
    when total_orders >= 10 then 'high_value'
    when total_orders >= 5 then 'medium_value'
    else 'low_value'
  end as segment,
  email,
  phone,
  total_orders,
  total_spend,
  user_token
from completed
