-- Orders of the stale days by the old word of their status, amounts of all currencies added up.
with counted as (
  select
    stale.day as order_date,
    statuses.v1_word as status,
    count(*) as order_count,
    sum(core.major_units(orders.total_cents, orders.currency)) as total_revenue
  from stale_days as stale
  join core.orders as orders
    on orders.created_at >= stale.starts_at
   and orders.created_at < stale.counts_until
   -- By the day as well, so that the rows of many days are hashed, not compared with each day.
   and etl.local_day(orders.created_at, (select zone from this_run)) = stale.day
  join core.vocabulary as statuses
    on statuses.field = 'orders.status' and statuses.v2_word = orders.status
  group by stale.day, statuses.v1_word
)
select
  order_date,
  status,
  order_count,
  total_revenue,
  total_revenue / order_count as avg_order_value
from counted
