-- Percentiles for the stale days, for the currencies with an attempt on them. The amounts of a day are
-- gathered once, whatever the number of windows it lies in.
with present as materialized (
  select distinct stale.day, payments.currency
  from stale_days as stale
  join core.payments as payments
    on payments.created_at >= stale.starts_at
   and payments.created_at < stale.counts_until
),
days as materialized (
  select
    needed.day,
    etl.day_start(needed.day, this_run.zone) as starts_at,
    etl.day_start(needed.day + 1, this_run.zone) as ends_at
  from (
    select distinct present.day - before as day
    from present
    cross join generate_series(1, 28) as before
  ) as needed
  cross join this_run
),
amounts as materialized (
  select days.day, payments.currency, array_agg(payments.amount_cents) as amounts
  from days
  join core.payments as payments
    on payments.created_at >= days.starts_at
   and payments.created_at < days.ends_at
  group by days.day, payments.currency
)
select
  present.day,
  present.currency,
  limits.percentiles[1]::numeric as p10_cents,
  limits.percentiles[2]::numeric as p99_cents
from present
cross join lateral (
  select percentile_cont(array[0.1, 0.99]) within group (order by amount_cents) as percentiles
  from amounts
  cross join unnest(amounts.amounts) as amount_cents
  where amounts.currency = present.currency
    and amounts.day between present.day - 28 and present.day - 1
) as limits
