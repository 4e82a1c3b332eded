-- Completed refunds of the stale days by reason.
with completed as materialized (
  select
    stale.day,
    refunds.currency,
    coalesce(refunds.reason, 'unknown') as reason,
    refunds.amount_cents
  from stale_days as stale
  join core.refunds as refunds
    on refunds.processed_at >= stale.starts_at
   and refunds.processed_at < stale.counts_until
   -- By the day as well, so that the rows of many days are hashed, not compared with each day.
   and etl.local_day(refunds.processed_at, (select zone from this_run)) = stale.day
  cross join this_run
  where refunds.status = 'completed'
    and refunds.created_at < this_run.now
),
by_grain as (
  select day, currency, reason, count(*) as refunds, sum(amount_cents) as amount_cents
  from completed
  group by day, currency, reason
)
select
  day,
  currency,
  reason,
  refunds,
  amount_cents,
  coalesce(sum(refunds) filter (where reason = 'fraudulent') over day_and_currency, 0)
    / sum(refunds) over day_and_currency as fraudulent_rate
from by_grain
window day_and_currency as (partition by day, currency)
