-- From the first day with a confirmed order to the last complete day, and the running day where it has one.
with ends as materialized (
  select min(orders.confirmed_at) as first_at, max(orders.confirmed_at) as last_at
  from core.orders as orders
  where orders.confirmed_at < (select now from this_run)
    and orders.created_at < (select now from this_run)
)
select
  etl.local_day(ends.first_at, this_run.zone) as first_slice,
  greatest(etl.local_day(ends.last_at, this_run.zone), this_run.today - 1) as last_slice
from ends
cross join this_run
where ends.first_at is not null
