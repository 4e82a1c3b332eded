-- Completed refunds count on the day their payment was captured, when processed within 90 days of it.
with sides as materialized (
  select distinct side.payment_id, side.processed_at
  from changed
  cross join lateral (values
    (changed.old_payment_id, changed.old_processed_at, changed.old_status),
    (changed.new_payment_id, changed.new_processed_at, changed.new_status)
  ) as side (payment_id, processed_at, status)
  where side.status = 'completed'
)
select distinct etl.local_day(payments.captured_at, this_run.zone) as slice
from sides
join core.payments as payments
  on payments.id = sides.payment_id
 and sides.processed_at >= payments.captured_at
 and sides.processed_at < payments.captured_at + interval '2160 hours'
cross join this_run
