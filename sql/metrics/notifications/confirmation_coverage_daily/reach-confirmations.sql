-- A confirmation delivered in time, or one that was, reaches the day on which its order was confirmed.
with reached as materialized (
  select sides.order_id, min(sides.delivered_at) as delivered_at
  from changed
  cross join lateral (
    values
      (changed.old_order_id, changed.old_notification_type, changed.old_delivered_at),
      (changed.new_order_id, changed.new_notification_type, changed.new_delivered_at)
  ) as sides (order_id, notification_type, delivered_at)
  where sides.notification_type = 'order_confirmation'
    and sides.order_id is not null
  group by sides.order_id
)
select distinct etl.local_day(orders.confirmed_at, this_run.zone) as slice
from reached
join core.orders as orders
  on orders.id = reached.order_id
 and reached.delivered_at < orders.confirmed_at + interval '10 minutes'
cross join this_run
