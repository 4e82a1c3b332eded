-- The valid orders of the stale days.
with placed as materialized (
  select
    orders.id as order_id,
    orders.user_token,
    stale.day,
    orders.currency,
    orders.created_at,
    orders.discount_cents
  from stale_days as stale
  join core.orders as orders
    on orders.created_at >= stale.starts_at
   and orders.created_at < stale.counts_until
  cross join this_run
  where orders.status <> 'cancelled'
    and (orders.cancelled_at is null or orders.cancelled_at >= this_run.now)
),
lines as (
  select
    items.order_id,
    sum(coalesce(items.quantity, 0)) as items,
    sum(coalesce(items.quantity, 0) * items.unit_price_cents) as gross_cents
  from placed
  join core.order_items as items on items.order_id = placed.order_id
  cross join this_run
  where items.created_at < this_run.now
  group by items.order_id
),
refunded as (
  select placed.order_id, sum(refunds.amount_cents) as refunded_cents
  from placed
  join core.refunds as refunds
    on refunds.order_id = placed.order_id
   and refunds.currency = placed.currency
  cross join this_run
  where refunds.status = 'completed'
    and refunds.processed_at < this_run.now
    and refunds.created_at < this_run.now
  group by placed.order_id
)
select
  placed.order_id,
  placed.user_token,
  placed.day,
  placed.currency,
  placed.created_at,
  coalesce(lines.items, 0) as items,
  coalesce(lines.gross_cents, 0) as gross_cents,
  placed.discount_cents,
  coalesce(refunded.refunded_cents, 0) as refunded_cents,
  coalesce(lines.gross_cents, 0) - placed.discount_cents - coalesce(refunded.refunded_cents, 0) as net_cents
from placed
left join lines on lines.order_id = placed.order_id
left join refunded on refunded.order_id = placed.order_id
