-- A payment reaches the day it was made on, and the day of the order it pays.
with minutes as (
  select date_trunc('minute', old_created_at) as minute from changed
  union
  select date_trunc('minute', new_created_at) from changed
),
reached as (
  select old_order_id as order_id from changed
  union
  select new_order_id from changed
)
select etl.local_day(minutes.minute, this_run.zone) as slice
from minutes
cross join this_run
union
select valid.day
from reached
join core.valid_orders as valid on valid.order_id = reached.order_id
