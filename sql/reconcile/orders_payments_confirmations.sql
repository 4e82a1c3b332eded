-- Per local day and currency: what was ordered, captured and confirmed. Each amount stands in its own currency,
-- on the day of its order; a captured payment that no order explains, on the day of the payment. So an order
-- captured in another currency is short in its own and over in the other: in_other_currency counts it,
-- and nothing is left out. What counts as captured is what analytics.order_capture_gap_daily means, as of the
-- same now. Amounts in minor units. NULL: the source cannot tell.
with published as (
  select coalesce(tables.computed_now, runs.logical_now) as now, tables.zone
  from etl.metric_tables as tables
  join etl.runs as runs on runs.run_id = tables.run_id
  where tables.table_name = 'analytics.order_capture_gap_daily'
),
captures as materialized (
  select
    payments.order_id,
    payments.currency,
    payments.created_at,
    coalesce(payments.captured_cents, 0) as captured_cents
  from core.payments as payments
  cross join published
  where payments.captured_at < published.now
    and payments.created_at < published.now
),
captured_orders as (
  select valid.order_id, bool_or(captures.currency <> valid.currency) as in_other_currency
  from core.valid_orders as valid
  join captures on captures.order_id = valid.order_id
  group by valid.order_id
),
confirmations as (
  select distinct notifications.order_id
  from core.notifications as notifications
  cross join published
  where notifications.notification_type = 'order_confirmation'
    and notifications.sent_at < published.now
    and notifications.created_at < published.now
    and notifications.order_id is not null
),
ordered as (
  select
    valid.day,
    valid.currency,
    count(*) as valid_orders,
    count(captured_orders.order_id) as captured_orders,
    count(*) filter (where captured_orders.in_other_currency) as captured_in_other_currency,
    count(confirmations.order_id) as confirmed_orders,
    sum(valid.total_cents) as ordered_cents
  from core.valid_orders as valid
  left join captured_orders on captured_orders.order_id = valid.order_id
  left join confirmations on confirmations.order_id = valid.order_id
  group by valid.day, valid.currency
),
explained as (
  select
    etl.local_day(coalesce(orders.created_at, captures.created_at), published.zone) as day,
    captures.currency,
    captures.captured_cents,
    case when valid.order_id is not null then 'valid' when orders.id is not null then 'cancelled' end as order_is
  from captures
  cross join published
  left join core.orders as orders
    on orders.id = captures.order_id
   and orders.created_at < published.now
  left join core.valid_orders as valid
    on valid.order_id = orders.id
   and valid.user_token = orders.user_token
),
received as (
  select
    day,
    currency,
    sum(captured_cents) filter (where order_is = 'valid') as captured_cents,
    sum(captured_cents) filter (where order_is = 'cancelled') as captured_for_cancelled_cents,
    sum(captured_cents) filter (where order_is is null) as captured_without_order_cents
  from explained
  group by day, currency
),
grain as (
  select day, currency from ordered
  union
  select day, currency from received
  union
  select day, currency from analytics.order_capture_gap_daily
)
select
  grain.day::text as day,
  grain.currency,
  coalesce(ordered.valid_orders, 0) as valid_orders,
  coalesce(ordered.captured_orders, 0) as captured_orders,
  coalesce(ordered.captured_in_other_currency, 0) as in_other_currency,
  coalesce(gaps.orders_without_capture, 0) as not_captured,
  case when (select core.is_available('notifications', 'order_id')) then coalesce(ordered.confirmed_orders, 0) end as confirmed_orders,
  coalesce(gaps.captures_without_order, 0) as captures_without_order,
  coalesce(ordered.ordered_cents, 0) as ordered_cents,
  coalesce(received.captured_cents, 0) as captured_cents,
  coalesce(received.captured_cents, 0) - coalesce(ordered.ordered_cents, 0) as difference_cents,
  coalesce(received.captured_for_cancelled_cents, 0) as for_cancelled_cents,
  coalesce(received.captured_without_order_cents, 0) as unexplained_cents
from grain
left join ordered using (day, currency)
left join received using (day, currency)
left join analytics.order_capture_gap_daily as gaps using (day, currency)
order by 1 desc, 2
