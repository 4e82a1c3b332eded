-- Failed attempts of the stale days and their share of the day.
with failed as materialized (
  select
    stale.day,
    coalesce(payments.provider, 'unknown') as provider,
    coalesce(payments.payment_method, 'unknown') as payment_method,
    coalesce(payments.failure_code, 'unknown') as failure_code
  from stale_days as stale
  join core.payments as payments
    on payments.created_at >= stale.starts_at
   and payments.created_at < stale.counts_until
  cross join this_run
  where core.payment_outcome(
    payments.authorized_at, payments.captured_at, payments.failed_at, payments.status, this_run.now
  ) = 'failed'
),
by_grain as (
  select day, provider, payment_method, failure_code, count(*) as failures
  from failed
  group by day, provider, payment_method, failure_code
)
select
  day,
  provider,
  payment_method,
  failure_code,
  failures,
  failures::numeric / sum(failures) over (partition by day) as share
from by_grain
