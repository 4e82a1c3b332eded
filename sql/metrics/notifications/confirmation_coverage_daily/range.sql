-- From the first to the last day with a confirmed order.
select
  etl.local_day(min(orders.confirmed_at), this_run.zone) as first_slice,
  etl.local_day(max(orders.confirmed_at), this_run.zone) as last_slice
from core.orders as orders
cross join this_run
where orders.confirmed_at < this_run.now
  and orders.created_at < this_run.now
group by this_run.zone
