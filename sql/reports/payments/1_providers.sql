-- Payment success of the last 4 complete weeks against the 4 before, by provider
with last_day as (
  select etl.local_day(computed_now, zone) - 1 as day
  from etl.metric_tables
  where table_name = 'analytics.payment_daily'
),
weeks as (
  select payments.*, payments.day > last_day.day - 28 as recent
  from analytics.payment_daily as payments
  join last_day on payments.day <= last_day.day and payments.day > last_day.day - 56
)
select
  provider,
  sum(attempts) filter (where recent) as attempts,
  round(sum(succeeded) filter (where recent) / nullif(sum(attempts - pending_under_24h) filter (where recent), 0), 3)
    as success_rate,
  round(sum(succeeded) filter (where not recent) / nullif(sum(attempts - pending_under_24h) filter (where not recent), 0), 3)
    as before,
  sum(failed) filter (where recent) as failed
from weeks
group by provider
order by attempts desc nulls last
