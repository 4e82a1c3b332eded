-- The days of attempts that have now been pending for 24 hours.
select distinct etl.local_day(payments.created_at, this_run.zone) as slice
from closing
cross join this_run
join core.payments as payments
  on payments.created_at > closing.after - interval '24 hours'
 and payments.created_at <= closing.until - interval '24 hours'
where core.payment_outcome(
  payments.authorized_at, payments.captured_at, payments.failed_at, payments.status, closing.until
) = 'pending'
