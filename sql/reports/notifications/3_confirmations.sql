-- Days on which order confirmations came late: coverage within 10 minutes more than 0.2 under the median
with usual as (
  select percentile_cont(0.5) within group (order by coverage_rate) as coverage_rate
  from analytics.confirmation_coverage_daily
  where confirmed_orders >= 5
)
select
  days.day::text as day,
  days.confirmed_orders,
  days.covered_10m,
  round(days.coverage_rate, 3) as coverage_rate,
  round(usual.coverage_rate::numeric, 3) as usual
from analytics.confirmation_coverage_daily as days
cross join usual
where days.coverage_rate < usual.coverage_rate - 0.2
  and days.confirmed_orders >= 5
  and days.maturity = 'final'
order by days.day desc
limit 6
