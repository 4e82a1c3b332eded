-- Lines and refunds count on the day of their order.
with reached as (
  select old_order_id as order_id from changed
  union
  select new_order_id from changed
)
select etl.local_day(orders.created_at, this_run.zone) as slice
from reached
join core.orders as orders on orders.id = reached.order_id
cross join this_run
