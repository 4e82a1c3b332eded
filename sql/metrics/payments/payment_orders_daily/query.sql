-- Orders first attempted on a stale day. Which attempt is the first only all of an order's attempts tell.
with of_day as materialized (
  select stale.day, stale.ends_at, payments.id, payments.order_id
  from stale_days as stale
  join core.payments as payments
    on payments.created_at >= stale.starts_at
   and payments.created_at < stale.counts_until
  where payments.order_id is not null
),
attempts as materialized (
  select
    payments.id,
    payments.order_id,
    payments.currency,
    payments.created_at,
    core.payment_outcome(
      payments.authorized_at, payments.captured_at, payments.failed_at, payments.status, this_run.now
    ) as outcome,
    case when payments.authorized_at < this_run.now then payments.authorized_at end as authorized_at,
    case when payments.captured_at < this_run.now then payments.captured_at end as captured_at
  from (select distinct order_id from of_day) as attempted
  join core.payments as payments on payments.order_id = attempted.order_id
  cross join this_run
  where payments.created_at < this_run.now
),
ranked as (
  select
    attempts.*,
    row_number() over by_time as attempt,
    first_value(created_at) over by_time as first_created_at
  from attempts
  window by_time as (partition by order_id order by created_at, id)
),
orders as (
  select
    order_id,
    min(id) filter (where attempt = 1) as first_id,
    min(currency) filter (where attempt = 1) as currency,
    bool_or(outcome = 'succeeded') as paid,
    bool_or(captured_at is not null) as captured,
    bool_or(attempt = 1 and outcome = 'failed') as first_failed,
    bool_or(
      attempt > 1
      and (
        (authorized_at >= first_created_at and authorized_at < first_created_at + interval '24 hours')
        or (captured_at >= first_created_at and captured_at < first_created_at + interval '24 hours')
      )
    ) as recovered
  from ranked
  group by order_id
),
by_grain as (
  select
    of_day.day,
    of_day.ends_at,
    orders.currency,
    count(*) as orders_attempted,
    count(*) filter (where orders.paid) as orders_paid,
    count(*) filter (where orders.captured) as orders_captured,
    count(*) filter (where orders.first_failed) as first_failed,
    count(*) filter (where orders.first_failed and orders.recovered) as recovered_24h
  from orders
  join of_day on of_day.id = orders.first_id
  group by of_day.day, of_day.ends_at, orders.currency
)
select
  by_grain.day,
  by_grain.currency,
  by_grain.orders_attempted,
  by_grain.orders_paid,
  by_grain.orders_captured,
  by_grain.orders_paid::numeric / nullif(by_grain.orders_attempted, 0) as order_success_rate,
  by_grain.first_failed,
  by_grain.recovered_24h,
  by_grain.recovered_24h::numeric / nullif(by_grain.first_failed, 0) as recovery_rate,
  case when by_grain.ends_at + interval '24 hours' <= this_run.now then 'final' else 'provisional' end as maturity
from by_grain
cross join this_run
