-- Failed attempts of the stale days and their share of the day. The bounds of a day say all, and find the attempts of a
-- few days; by the day itself the attempts of many are hashed, not compared with each day.
with failed as materialized (
  select
    stale.day,
    coalesce(payments.provider, 'unknown') as provider,
    coalesce(payments.payment_method, 'unknown') as payment_method,
    coalesce(payments.failure_code, 'unknown') as failure_code
  from stale_days as stale
  cross join this_run
  join core.payments as payments
    on payments.created_at >= stale.starts_at
   and payments.created_at < stale.counts_until
   and etl.local_day(payments.created_at, this_run.zone) = stale.day
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
