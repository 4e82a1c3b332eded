-- Lines of the valid orders of the stale days by category.
with orders as materialized (
  select valid.order_id, valid.day, valid.currency
  from stale_days as stale
  join core.valid_orders as valid on valid.day = stale.day
)
select
  orders.day,
  coalesce(items.category, 'unknown') as category,
  orders.currency,
  sum(coalesce(items.quantity, 0)) as units,
  count(distinct orders.order_id) as orders,
  sum(coalesce(items.quantity, 0)::numeric * items.unit_price_cents - items.discount_cents)
    as net_before_refunds_cents
from orders
join core.order_items as items on items.order_id = orders.order_id
cross join this_run
where items.created_at < this_run.now
group by orders.day, coalesce(items.category, 'unknown'), orders.currency
