-- A confirmation delivered in time, or one that was, reaches the day on which its order was confirmed.
with reached as materialized (
  select old_order_id as order_id, old_delivered_at as delivered_at
  from changed
  where old_notification_type = 'order_confirmation'
    and old_order_id is not null
  union
  select new_order_id, new_delivered_at
  from changed
  where new_notification_type = 'order_confirmation'
    and new_order_id is not null
)
select distinct etl.local_day(orders.confirmed_at, this_run.zone) as slice
from reached
join core.orders as orders
  on orders.id = reached.order_id
 and reached.delivered_at < orders.confirmed_at + interval '10 minutes'
cross join this_run
