-- From the first attempt to the last complete day, and the running day where it has one.
with ends as materialized (
  select
    (select min(created_at) from core.payments where created_at < (select now from this_run)) as first_at,
    (select max(created_at) from core.payments where created_at < (select now from this_run)) as last_at
)
select
  etl.local_day(ends.first_at, this_run.zone) as first_slice,
  greatest(etl.local_day(ends.last_at, this_run.zone), this_run.today - 1) as last_slice
from ends
cross join this_run
where ends.first_at is not null
