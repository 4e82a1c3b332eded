-- Whether an order is there decides about the captured payments that name it.
select etl.local_day(payments.created_at, this_run.zone) as slice
from (
  select distinct coalesce(changed.new_id, changed.old_id) as order_id
  from changed
) as reached
join core.payments as payments on payments.order_id = reached.order_id
cross join this_run
