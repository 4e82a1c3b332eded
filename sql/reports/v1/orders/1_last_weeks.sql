-- Orders of the last 4 complete weeks by status, all currencies added up
with days as (
  select max(order_date) as last_day
  from analytics_v1.order_analytics
)
select
  status,
  sum(order_count) as orders,
  round(sum(total_revenue)::numeric, 2) as revenue,
  round((sum(total_revenue) / sum(order_count))::numeric, 2) as avg_order_value
from analytics_v1.order_analytics
join days on order_date > days.last_day - 29 and order_date < days.last_day
group by status
order by orders desc
