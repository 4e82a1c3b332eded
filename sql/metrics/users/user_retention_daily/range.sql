-- From the first to the last registration.
select
  etl.local_day(min(users.created_at), this_run.zone) as first_slice,
  etl.local_day(max(users.created_at), this_run.zone) as last_slice
from core.users as users
cross join this_run
where users.created_at < this_run.now
group by this_run.zone
