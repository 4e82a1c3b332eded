-- The days of attempts that have now been pending for 24 hours.
select distinct etl.local_day(payments.created_at, this_run.zone) as slice
from maturing
cross join this_run
join core.payments as payments
  on payments.created_at > maturing.after - interval '24 hours'
 and payments.created_at <= maturing.until - interval '24 hours'
where core.payment_outcome(
  payments.authorized_at, payments.captured_at, payments.failed_at, payments.status, maturing.until
) = 'pending'
