-- Attempts to pay of the last 4 complete weeks by method
with days as (
  select max(payment_date) as last_day
  from analytics_v1.payment_analytics
)
select
  payment_method,
  sum(transaction_count) as transactions,
  sum(successful_count) as successful,
  sum(failed_count) as failed,
  round(100 * sum(successful_count) / sum(transaction_count), 2) as success_percent
from analytics_v1.payment_analytics
join days on payment_date > days.last_day - 29 and payment_date < days.last_day
group by payment_method
order by transactions desc
