-- Weeks of late deliveries: the slowest tenth of days against the median of all
with days as (
  select
    day,
    sum(p95_hours_to_deliver * delivered) / nullif(sum(delivered) filter (where p95_hours_to_deliver is not null), 0)
      as p95_hours
  from analytics.order_fulfilment_daily
  group by day
),
usual as (
  select percentile_cont(0.5) within group (order by p95_hours) as p95_hours
  from days
),
weeks as (
  select date_trunc('week', day::timestamp)::date as week, avg(p95_hours) as p95_hours
  from days
  group by 1
)
select
  weeks.week::text as week,
  round(weeks.p95_hours::numeric) as p95_hours_to_deliver,
  round(usual.p95_hours::numeric) as usual_p95_hours
from weeks
cross join usual
where weeks.p95_hours > 1.5 * usual.p95_hours
order by weeks.week desc
limit 6
