-- A refund counts on the day of the order it names, else of its payment's order.
with sides as (
  select old_order_id as order_id, old_payment_id as payment_id from changed
  union
  select new_order_id, new_payment_id from changed
),
reached as (
  select order_id
  from sides
  where order_id is not null
  union
  select payments.order_id
  from sides
  join core.payments as payments on payments.id = sides.payment_id
  where sides.order_id is null
)
select etl.local_day(orders.created_at, this_run.zone) as slice
from reached
join core.orders as orders on orders.id = reached.order_id
cross join this_run
