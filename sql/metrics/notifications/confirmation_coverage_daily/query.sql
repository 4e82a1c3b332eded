-- Orders confirmed on the stale days, and those of them whose confirmation arrived in time.
with confirmed as materialized (
  select stale.day, orders.id as order_id, orders.confirmed_at
  from stale_days as stale
  join core.orders as orders
    on orders.confirmed_at >= stale.starts_at
   and orders.confirmed_at < stale.counts_until
  cross join this_run
  where greatest(orders.created_at, orders.confirmed_at) < this_run.now
),
confirmations as materialized (
  select notifications.order_id, min(notifications.delivered_at) as delivered_at
  from core.notifications as notifications
  cross join this_run
  where notifications.order_id = any (array(select order_id from confirmed))
    and notifications.notification_type = 'order_confirmation'
    and notifications.delivered_at < this_run.now
    and notifications.created_at < this_run.now
  group by notifications.order_id
),
counted as (
  select
    confirmed.day,
    count(*) as confirmed_orders,
    count(*) filter (where confirmations.delivered_at < confirmed.confirmed_at + interval '10 minutes') as covered_10m
  from confirmed
  left join confirmations on confirmations.order_id = confirmed.order_id
  group by confirmed.day
)
select
  stale.day,
  coalesce(counted.confirmed_orders, 0) as confirmed_orders,
  coalesce(counted.covered_10m, 0) as covered_10m,
  counted.covered_10m::numeric / counted.confirmed_orders as coverage_rate,
  case
    when stale.ends_at + interval '10 minutes' <= this_run.now then 'final'
    else 'provisional'
  end as maturity
from stale_days as stale
left join counted on counted.day = stale.day
cross join this_run
