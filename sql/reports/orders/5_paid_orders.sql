-- Orders nobody paid and captured payments without an order, last 4 complete weeks
select
  currency,
  sum(orders_without_capture) as orders_without_capture,
  sum(captures_without_order) as captures_without_order,
  count(*) as days
from analytics.order_capture_gap_daily
where day > (select max(day) from analytics.product_trends_daily) - 28
group by currency
order by orders_without_capture desc
