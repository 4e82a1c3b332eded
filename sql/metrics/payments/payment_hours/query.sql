-- Attempts of the hours that start on a stale day. Where clocks change off the hour, such an hour may reach
-- into the next day.
with attempts as (
  select
    stale.day,
    date_trunc('hour', payments.created_at, this_run.zone) as hour,
    coalesce(payments.provider, 'unknown') as provider,
    core.payment_outcome(
      payments.authorized_at, payments.captured_at, payments.failed_at, payments.status, this_run.now
    ) as outcome
  from stale_days as stale
  join core.payments as payments
    on payments.created_at >= stale.starts_at
   and payments.created_at < stale.ends_at + interval '1 hour'
  cross join this_run
  where payments.created_at < this_run.now
    and date_trunc('hour', payments.created_at, this_run.zone) >= stale.starts_at
    and date_trunc('hour', payments.created_at, this_run.zone) < stale.ends_at
)
select
  attempts.hour,
  attempts.provider,
  attempts.day,
  extract(hour from attempts.hour at time zone this_run.zone)::bigint as clock_hour,
  count(*) as attempts,
  count(*) filter (where attempts.outcome = 'failed') as declines
from attempts
cross join this_run
group by attempts.hour, attempts.provider, attempts.day, this_run.zone
