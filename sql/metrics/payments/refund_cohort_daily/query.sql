-- Payments captured on the stale days and what was given back of them.
with captured as materialized (
  select
    stale.day,
    stale.ends_at,
    payments.id,
    payments.currency,
    coalesce(payments.captured_cents, 0) as captured_cents,
    payments.captured_at
  from stale_days as stale
  join core.payments as payments
    on payments.captured_at >= stale.starts_at
   and payments.captured_at < stale.counts_until
   -- By the day as well, so that the rows of many days are hashed, not compared with each day.
   and etl.local_day(payments.captured_at, (select zone from this_run)) = stale.day
  cross join this_run
  where payments.created_at < this_run.now
),
refunded as (
  select
    captured.id,
    sum(refunds.amount_cents) filter (
      where refunds.processed_at < captured.captured_at + interval '720 hours'
    ) as refunded_30d_cents,
    sum(refunds.amount_cents) as refunded_90d_cents
  from captured
  join core.refunds as refunds
    on refunds.payment_id = captured.id
   and refunds.currency = captured.currency
   and refunds.processed_at >= captured.captured_at
   and refunds.processed_at < captured.captured_at + interval '2160 hours'
  cross join this_run
  where refunds.status = 'completed'
    and refunds.processed_at < this_run.now
    and refunds.created_at < this_run.now
  group by captured.id
),
by_grain as (
  select
    captured.day,
    captured.ends_at,
    captured.currency,
    sum(captured.captured_cents) as captured_cents,
    coalesce(sum(refunded.refunded_30d_cents), 0) as refunded_30d_cents,
    coalesce(sum(refunded.refunded_90d_cents), 0) as refunded_90d_cents
  from captured
  left join refunded on refunded.id = captured.id
  group by captured.day, captured.ends_at, captured.currency
)
select
  by_grain.day,
  by_grain.currency,
  by_grain.captured_cents,
  by_grain.refunded_30d_cents,
  by_grain.refunded_90d_cents,
  by_grain.refunded_30d_cents / nullif(by_grain.captured_cents, 0) as refunded_30d_rate,
  by_grain.refunded_90d_cents / nullif(by_grain.captured_cents, 0) as refunded_90d_rate,
  case when by_grain.ends_at + interval '2160 hours' <= this_run.now then 'final' else 'provisional' end as maturity
from by_grain
cross join this_run
