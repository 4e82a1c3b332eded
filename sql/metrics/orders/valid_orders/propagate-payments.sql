-- A payment matters to its order through those of its refunds that name no order themselves.
with sides as (
  select old_id as payment_id, old_order_id as order_id from changed
  union
  select new_id, new_order_id from changed
),
reached as (
  select distinct sides.order_id
  from sides
  join core.refunds as refunds
    on refunds.payment_id = sides.payment_id
   and refunds.order_id is null
)
select etl.local_day(orders.created_at, this_run.zone) as slice
from reached
join core.orders as orders on orders.id = reached.order_id
cross join this_run
