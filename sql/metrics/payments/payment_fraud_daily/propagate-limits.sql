-- A moved limit reaches its day, if an attempt lies over the one and not over the other.
with moved as materialized (
  select
    coalesce(changed.new_day, changed.old_day) as day,
    coalesce(changed.new_currency, changed.old_currency) as currency,
    changed.old_p99_cents,
    changed.new_p99_cents
  from changed
  where changed.old_p99_cents is distinct from changed.new_p99_cents
),
days as materialized (
  select
    moved.day,
    etl.day_start(moved.day, this_run.zone) as starts_at,
    etl.day_start(moved.day + 1, this_run.zone) as ends_at
  from (select distinct day from moved) as moved
  cross join this_run
),
attempts as materialized (
  select days.day, payments.currency, payments.amount_cents
  from days
  join core.payments as payments
    on payments.created_at >= days.starts_at
   and payments.created_at < days.ends_at
)
select distinct moved.day as slice
from moved
join attempts
  on attempts.day = moved.day
 and attempts.currency = moved.currency
where coalesce(attempts.amount_cents > moved.old_p99_cents, false)
   <> coalesce(attempts.amount_cents > moved.new_p99_cents, false)
