-- Customers by segment and currency, as of the last complete day
select
  segment,
  currency,
  user_count as users,
  orders,
  round(avg_orders, 2) as orders_per_user,
  spend_cents,
  round(avg_spend_cents) as spend_per_user_cents
from analytics.user_segments_daily
where day = (select max(day) from analytics.user_segments_daily)
  and (segment in ('high_value', 'no_orders') or user_count >= 100)
order by segment, user_count desc
limit 15
