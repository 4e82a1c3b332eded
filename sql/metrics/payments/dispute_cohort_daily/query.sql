-- Payments captured on the stale days and how many of them are disputed: before the capture or within 120 days
-- of it, so that a row whose days have all passed stays as it is.
with absent as materialized (
  select count(*) > 0 as disputes
  from etl.absent_entities
  where entity = 'disputes'
),
captured as materialized (
  select stale.day, stale.ends_at, payments.id, payments.currency, payments.captured_at
  from stale_days as stale
  join core.payments as payments
    on payments.captured_at >= stale.starts_at
   and payments.captured_at < stale.counts_until
   -- By the day as well, so that the rows of many days are hashed, not compared with each day.
   and etl.local_day(payments.captured_at, (select zone from this_run)) = stale.day
  cross join this_run
  where payments.created_at < this_run.now
),
disputed as (
  select distinct captured.id
  from captured
  join core.disputes as disputes
    on disputes.payment_id = captured.id
   and disputes.opened_at < captured.captured_at + interval '2880 hours'
  cross join this_run
  where disputes.opened_at < this_run.now
),
by_grain as (
  select
    captured.day,
    captured.ends_at,
    captured.currency,
    count(*) as captured,
    count(disputed.id) as disputed
  from captured
  left join disputed on disputed.id = captured.id
  group by captured.day, captured.ends_at, captured.currency
)
select
  by_grain.day,
  by_grain.currency,
  by_grain.captured,
  case when not absent.disputes then by_grain.disputed end as disputed,
  case when not absent.disputes then by_grain.disputed::numeric / nullif(by_grain.captured, 0) end as dispute_rate,
  case when by_grain.ends_at + interval '2880 hours' <= this_run.now then 'final' else 'provisional' end as maturity
from by_grain
cross join this_run
cross join absent
