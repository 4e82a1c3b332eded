-- An attempt reaches the day of its order's first attempt, as it was and as it is: an order that an attempt
-- left or joined has a first attempt before and after.
with reached as materialized (
  select old_order_id as order_id from changed where old_order_id is not null
  union
  select new_order_id from changed where new_order_id is not null
),
present as materialized (
  select payments.id, payments.order_id, payments.created_at
  from reached
  join core.payments as payments on payments.order_id = reached.order_id
),
firsts as (
  select order_id, min(created_at) as created_at
  from present
  group by order_id
  union
  select order_id, min(created_at)
  from (
    select present.order_id, present.created_at
    from present
    left join changed on changed.new_id = present.id
    where changed.new_id is null
    union all
    select changed.old_order_id, changed.old_created_at
    from changed
    where changed.old_order_id is not null
  ) as before
  group by order_id
)
select distinct etl.local_day(firsts.created_at, this_run.zone) as slice
from firsts
cross join this_run
