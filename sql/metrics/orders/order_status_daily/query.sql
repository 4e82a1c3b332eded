-- Orders of the stale days by status and currency.
select
  stale.day,
  orders.status,
  orders.currency,
  count(*) as order_count,
  sum(orders.total_cents) as revenue_cents,
  sum(orders.total_cents) / count(*) as avg_order_value_cents
from stale_days as stale
join core.orders as orders
  on orders.created_at >= stale.starts_at
 and orders.created_at < stale.counts_until
group by stale.day, orders.status, orders.currency
