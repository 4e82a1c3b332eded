-- Attempts of the stale days by method, amounts of all currencies added up.
with attempts as (
  select
    stale.day as payment_date,
    coalesce(payments.payment_method, 'unknown') as payment_method,
    statuses.v1_word as status,
    core.major_units(payments.amount_cents, payments.currency) as amount,
    coalesce(
      case when payments.captured_at < this_run.now then payments.captured_at end,
      case when payments.failed_at < this_run.now then payments.failed_at end
    ) - payments.created_at as processing_time
  from stale_days as stale
  join core.payments as payments
    on payments.created_at >= stale.starts_at
   and payments.created_at < stale.counts_until
   -- By the day as well, so that the rows of many days are hashed, not compared with each day.
   and etl.local_day(payments.created_at, (select zone from this_run)) = stale.day
  join core.vocabulary as statuses
    on statuses.field = 'payments.status' and statuses.v2_word = payments.status
  cross join this_run
),
counted as (
  select
    payment_date,
    payment_method,
    count(*) as transaction_count,
    sum(amount) as total_amount,
    count(*) filter (where status = 'success') as successful_count,
    count(*) filter (where status = 'failed') as failed_count,
    avg(extract(epoch from processing_time) * 1000) as avg_processing_time_ms
  from attempts
  group by payment_date, payment_method
)
select
  payment_date,
  payment_method,
  transaction_count,
  total_amount,
  successful_count,
  failed_count,
  round(100.0 * successful_count / transaction_count, 2) as success_rate,
  avg_processing_time_ms
from counted
