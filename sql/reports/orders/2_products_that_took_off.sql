-- Products that took off: first in their category while doubling week on week, on 5 days or more
select
  product_id,
  max(category) as category,
  currency,
  min(day)::text as first_day,
  max(day)::text as last_day,
  max(units_7d) as best_week_units,
  round(max(growth_ratio), 1) as best_growth
from analytics.product_trends_daily
where growth_ratio >= 1
  and units_prior_7d >= 5
  and units_7d >= 10
  and rank_in_category = 1
group by product_id, currency
having count(*) >= 5
order by count(*) desc, best_week_units desc
limit 5
