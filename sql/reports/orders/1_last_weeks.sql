-- The last 4 complete weeks against the 4 before, by currency (minor units)
with last_day as (
  select max(day) as day
  from analytics.product_trends_daily
),
weeks as (
  select orders.*, orders.day > last_day.day - 28 as recent
  from analytics.order_daily as orders
  join last_day on orders.day <= last_day.day and orders.day > last_day.day - 56
)
select
  currency,
  sum(valid) filter (where recent) as orders,
  sum(valid) filter (where not recent) as before,
  sum(net_cents) filter (where recent) as net_cents,
  sum(net_cents) filter (where not recent) as net_before,
  round(sum(gross_cents - discount_cents) filter (where recent) / nullif(sum(valid) filter (where recent), 0)) as aov_cents,
  round(sum(cancelled) filter (where recent) / nullif(sum(placed) filter (where recent), 0), 3) as cancel_rate,
  sum(refunded_cents) filter (where recent) as refunded_cents
from weeks
group by currency
order by orders desc nulls last
