-- The valid orders of the stale days.
with placed as materialized (
  select
    orders.id as order_id,
    orders.user_token,
    stale.day,
    orders.currency,
    orders.created_at,
    orders.discount_cents,
    orders.total_cents
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
    sum(coalesce(items.quantity, 0)::numeric * items.unit_price_cents) as gross_cents
  from placed
  join core.order_items as items on items.order_id = placed.order_id
  cross join this_run
  where items.created_at < this_run.now
  group by items.order_id
),
-- A refund belongs to the order it names; one that names none, to the order of its payment.
refunds_of_orders as (
  select placed.order_id, placed.currency as order_currency, refunds.currency, refunds.amount_cents
  from placed
  join core.refunds as refunds on refunds.order_id = placed.order_id
  cross join this_run
  where refunds.status = 'completed'
    and refunds.processed_at < this_run.now
    and refunds.created_at < this_run.now
  union all
  select placed.order_id, placed.currency, refunds.currency, refunds.amount_cents
  from placed
  join core.payments as payments on payments.order_id = placed.order_id
  join core.refunds as refunds
    on refunds.payment_id = payments.id
   and refunds.order_id is null
  cross join this_run
  where payments.created_at < this_run.now
    and refunds.status = 'completed'
    and refunds.processed_at < this_run.now
    and refunds.created_at < this_run.now
),
refunded as (
  select
    order_id,
    sum(amount_cents) filter (where currency = order_currency) as refunded_cents,
    count(*) filter (where currency <> order_currency) as refunds_in_other_currency
  from refunds_of_orders
  group by order_id
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
  coalesce(placed.total_cents, 0) as total_cents,
  coalesce(refunded.refunded_cents, 0) as refunded_cents,
  coalesce(refunded.refunds_in_other_currency, 0) as refunds_in_other_currency,
  coalesce(lines.gross_cents, 0) - placed.discount_cents - coalesce(refunded.refunded_cents, 0) as net_cents
from placed
left join lines on lines.order_id = placed.order_id
left join refunded on refunded.order_id = placed.order_id
