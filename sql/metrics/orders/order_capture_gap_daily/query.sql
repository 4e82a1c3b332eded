-- Orders and captured payments of the stale days that do not meet.
with due as materialized (
  select valid.order_id, valid.day, valid.currency
  from stale_days as stale
  join core.valid_orders as valid on valid.day = stale.day
  cross join this_run
  where valid.total_cents > 0
    and valid.created_at + interval '24 hours' <= this_run.now
),
paid as (
  select distinct payments.order_id
  from due
  join core.payments as payments on payments.order_id = due.order_id
  cross join this_run
  where payments.captured_at < this_run.now
    and payments.created_at < this_run.now
),
unpaid as (
  select due.day, due.currency, count(*) as orders_without_capture
  from due
  left join paid on paid.order_id = due.order_id
  where paid.order_id is null
  group by due.day, due.currency
),
unexplained as (
  select stale.day, payments.currency, count(*) as captures_without_order
  from stale_days as stale
  join core.payments as payments
    on payments.created_at >= stale.starts_at
   and payments.created_at < stale.counts_until
  cross join this_run
  left join core.orders as orders
    on orders.id = payments.order_id
   and orders.created_at < this_run.now
  where payments.captured_at < this_run.now
    and orders.id is null
  group by stale.day, payments.currency
)
select
  stale.day,
  coalesce(unpaid.currency, unexplained.currency) as currency,
  coalesce(unpaid.orders_without_capture, 0) as orders_without_capture,
  coalesce(unexplained.captures_without_order, 0) as captures_without_order,
  case when stale.ends_at + interval '24 hours' <= this_run.now then 'final' else 'provisional' end as maturity
from unpaid
full join unexplained
  on unexplained.day = unpaid.day
 and unexplained.currency = unpaid.currency
join stale_days as stale on stale.day = coalesce(unpaid.day, unexplained.day)
cross join this_run
