-- Customers with 5 or more completed refunds within 60 days
with refunded as (
  select
    payments.user_token,
    refunds.processed_at,
    refunds.reason,
    count(*) over (
      partition by payments.user_token order by refunds.processed_at
      range between interval '60 days' preceding and current row
    ) as within_60_days
  from core.refunds as refunds
  join core.payments as payments on payments.id = refunds.payment_id
  where refunds.status = 'completed'
    and refunds.processed_at is not null
)
select
  user_token,
  count(*) as refunds,
  max(within_60_days) as most_within_60_days,
  mode() within group (order by reason) as usual_reason,
  min(processed_at)::date::text as first,
  max(processed_at)::date::text as last
from refunded
group by user_token
having max(within_60_days) >= 5
order by most_within_60_days desc
limit 5
