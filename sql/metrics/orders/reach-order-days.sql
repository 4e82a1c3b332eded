-- Lines and refunds count on the day of their order.
with reached as (
  select distinct sides.order_id
  from changed
  cross join lateral (values (changed.old_order_id), (changed.new_order_id)) as sides (order_id)
)
select etl.local_day(orders.created_at, this_run.zone) as slice
from reached
join core.orders as orders on orders.id = reached.order_id
cross join this_run
