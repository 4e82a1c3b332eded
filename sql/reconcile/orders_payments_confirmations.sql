-- Per local day and currency of valid orders: what was ordered, captured and confirmed. Payments that no
-- order explains stand on the day of the payment. Amounts in minor units. NULL: the source cannot tell.
with captured as (
  select order_id, currency, sum(coalesce(captured_cents, 0)) as captured_cents
  from core.payments
  where captured_at is not null
    and order_id is not null
  group by order_id, currency
),
confirmations as (
  select distinct order_id
  from core.notifications
  where notification_type = 'order_confirmation'
    and sent_at is not null
    and order_id is not null
),
days as (
  select
    valid.day,
    valid.currency,
    count(*) as valid_orders,
    count(captured.order_id) as captured_orders,
    case when core.told('notifications', 'order_id') then count(confirmations.order_id) end as confirmed_orders,
    sum(orders.total_cents) as ordered_cents,
    coalesce(sum(captured.captured_cents), 0) as captured_cents
  from core.valid_orders as valid
  join core.orders as orders
    on orders.id = valid.order_id
   and orders.user_token = valid.user_token
  left join captured
    on captured.order_id = valid.order_id
   and captured.currency = valid.currency
  left join confirmations on confirmations.order_id = valid.order_id
  group by valid.day, valid.currency
)
select
  coalesce(days.day, gaps.day)::text as day,
  coalesce(days.currency, gaps.currency) as currency,
  coalesce(days.valid_orders, 0) as valid_orders,
  coalesce(days.captured_orders, 0) as captured_orders,
  case when core.told('notifications', 'order_id') then coalesce(days.confirmed_orders, 0) end as confirmed_orders,
  coalesce(gaps.captures_without_order, 0) as captures_without_order,
  coalesce(days.ordered_cents, 0) as ordered_cents,
  coalesce(days.captured_cents, 0) as captured_cents,
  coalesce(days.captured_cents - days.ordered_cents, 0) as difference_cents
from days
full join analytics.order_capture_gap_daily as gaps
  on gaps.day = days.day
 and gaps.currency = days.currency
order by 1 desc, 2
