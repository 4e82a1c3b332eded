-- A payment reaches the day it was made on, and the day of the order it pays.
with sides as (
  select side.order_id, side.created_at
  from changed
  cross join lateral (
    values (changed.old_order_id, changed.old_created_at), (changed.new_order_id, changed.new_created_at)
  ) as side (order_id, created_at)
)
select etl.local_day(sides.created_at, this_run.zone) as slice
from sides
cross join this_run
union
select valid.day
from (select distinct order_id from sides) as reached
join core.valid_orders as valid on valid.order_id = reached.order_id
