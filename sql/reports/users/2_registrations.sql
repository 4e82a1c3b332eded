-- Registrations of the last 4 complete weeks against the 4 before, by source
with weeks as (
  select
    signup_source,
    day > (select max(day) from analytics.user_status_daily) - 28 as recent,
    registrations,
    verified_7d,
    first_order_30d
  from analytics.user_registrations_daily
  where day <= (select max(day) from analytics.user_status_daily)
    and day > (select max(day) from analytics.user_status_daily) - 56
)
select
  signup_source,
  coalesce(sum(registrations) filter (where recent), 0) as registrations,
  coalesce(sum(registrations) filter (where not recent), 0) as before,
  round(sum(verified_7d) filter (where recent) / nullif(sum(registrations) filter (where recent), 0), 3)
    as verified_7d_rate,
  round(sum(first_order_30d) filter (where not recent) / nullif(sum(registrations) filter (where not recent), 0), 3)
    as ordered_30d_rate_before
from weeks
group by signup_source
order by registrations desc
