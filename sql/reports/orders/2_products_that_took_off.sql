-- Products that took off: half as many again, or more, three weeks in a row, as seen on 5 days or more
with weeks as (
  select product_id, max(category) as category, day, sum(units_7d) as units
  from analytics.product_trends_daily
  group by product_id, day
),
growing as (
  select
    latest.product_id,
    latest.category,
    latest.day,
    latest.units,
    three_before.units as units_3_weeks_before
  from weeks as latest
  join weeks as one_before
    on one_before.product_id = latest.product_id
   and one_before.day = latest.day - 7
  join weeks as two_before
    on two_before.product_id = latest.product_id
   and two_before.day = latest.day - 14
  join weeks as three_before
    on three_before.product_id = latest.product_id
   and three_before.day = latest.day - 21
  where latest.units >= 10
    and latest.units >= 1.5 * one_before.units
    and one_before.units >= 1.5 * two_before.units
    and two_before.units >= 1.5 * three_before.units
)
select
  product_id,
  max(category) as category,
  min(day)::text as first_day,
  max(day)::text as last_day,
  min(units_3_weeks_before) as units_3_weeks_before,
  max(units) as best_week_units
from growing
group by product_id
having count(*) >= 5
order by count(*) desc
limit 5
