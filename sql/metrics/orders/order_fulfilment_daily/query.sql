-- Shipping and delivery of the orders of the stale days.
with placed as (
  select
    stale.day,
    coalesce(orders.source, 'unknown') as source,
    orders.created_at,
    case when orders.shipped_at < this_run.now then orders.shipped_at end as shipped_at,
    case when orders.delivered_at < this_run.now then orders.delivered_at end as delivered_at
  from stale_days as stale
  join core.orders as orders
    on orders.created_at >= stale.starts_at
   and orders.created_at < stale.counts_until
  cross join this_run
),
timed as (
  select
    day,
    source,
    shipped_at,
    delivered_at,
    (extract(epoch from shipped_at) - extract(epoch from created_at)) / 3600 as hours_to_ship,
    (extract(epoch from delivered_at) - extract(epoch from shipped_at)) / 3600 as hours_to_deliver
  from placed
)
select
  day,
  source,
  count(*) as placed,
  case when (select core.is_available('orders', 'shipped_at')) then count(shipped_at) end as shipped,
  case when (select core.is_available('orders', 'delivered_at')) then count(delivered_at) end as delivered,
  (percentile_cont(0.5) within group (order by hours_to_ship) filter (where hours_to_ship >= 0))::numeric
    as p50_hours_to_ship,
  (percentile_cont(0.95) within group (order by hours_to_ship) filter (where hours_to_ship >= 0))::numeric
    as p95_hours_to_ship,
  (percentile_cont(0.5) within group (order by hours_to_deliver) filter (where hours_to_deliver >= 0))::numeric
    as p50_hours_to_deliver,
  (percentile_cont(0.95) within group (order by hours_to_deliver) filter (where hours_to_deliver >= 0))::numeric
    as p95_hours_to_deliver
from timed
group by day, source
