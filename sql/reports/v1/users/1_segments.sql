-- Accounts by segment: completed orders, and what was spent, all currencies added up
select
  segment,
  count(*) as accounts,
  sum(total_orders) as orders,
  round(sum(total_spend)::numeric, 2) as spend
from analytics_v1.user_segments
group by segment
order by min(total_orders) desc
