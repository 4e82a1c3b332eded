-- Completed refunds count on the day their payment was captured, when processed within 90 days of it.
with sides as materialized (
  select old_payment_id as payment_id, old_processed_at as processed_at
  from changed
  where old_status = 'completed'
  union
  select new_payment_id, new_processed_at
  from changed
  where new_status = 'completed'
)
select distinct etl.local_day(payments.captured_at, this_run.zone) as slice
from sides
join core.payments as payments
  on payments.id = sides.payment_id
 and sides.processed_at >= payments.captured_at
 and sides.processed_at < payments.captured_at + interval '2160 hours'
cross join this_run
