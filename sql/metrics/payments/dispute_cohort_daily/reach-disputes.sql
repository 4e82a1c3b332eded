-- An opened dispute counts on the day its payment was captured.
with sides as materialized (
  select distinct side.payment_id
  from changed
  cross join lateral (values
    (changed.old_payment_id, changed.old_opened_at),
    (changed.new_payment_id, changed.new_opened_at)
  ) as side (payment_id, opened_at)
  where side.opened_at is not null
)
select distinct etl.local_day(payments.captured_at, this_run.zone) as slice
from sides
join core.payments as payments on payments.id = sides.payment_id
cross join this_run
