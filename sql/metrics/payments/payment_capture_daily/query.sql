-- Payments authorised on the stale days and what was captured of them within 7 days.
with authorised as materialized (
  select
    stale.day,
    stale.ends_at,
    payments.currency,
    coalesce(payments.provider, 'unknown') as provider,
    payments.amount_cents,
    case
      when payments.captured_at >= payments.authorized_at
        and payments.captured_at < payments.authorized_at + interval '168 hours'
        and payments.captured_at < this_run.now
      then coalesce(payments.captured_cents, 0)
      else 0
    end as captured_7d_cents
  from stale_days as stale
  join core.payments as payments
    on payments.authorized_at >= stale.starts_at
   and payments.authorized_at < stale.counts_until
  cross join this_run
  where payments.created_at < this_run.now
),
by_grain as (
  select
    day,
    ends_at,
    currency,
    provider,
    sum(amount_cents) as authorised_cents,
    sum(captured_7d_cents) as captured_7d_cents
  from authorised
  group by day, ends_at, currency, provider
)
select
  by_grain.day,
  by_grain.currency,
  by_grain.provider,
  by_grain.authorised_cents,
  by_grain.captured_7d_cents,
  by_grain.captured_7d_cents / nullif(by_grain.authorised_cents, 0) as capture_rate,
  case when by_grain.ends_at + interval '168 hours' <= this_run.now then 'final' else 'provisional' end as maturity
from by_grain
cross join this_run
