-- A dispute counts on the day its payment was captured, when opened less than 120 days after it.
with sides as materialized (
  select old_payment_id as payment_id, old_opened_at as opened_at
  from changed
  where old_opened_at is not null
  union
  select new_payment_id, new_opened_at
  from changed
  where new_opened_at is not null
)
select distinct etl.local_day(payments.captured_at, this_run.zone) as slice
from sides
join core.payments as payments
  on payments.id = sides.payment_id
 and sides.opened_at < payments.captured_at + interval '2880 hours'
cross join this_run
