-- From the first registration to the last complete day, and the running day where it has one.
select
  etl.local_day(min(users.created_at), this_run.zone) as first_slice,
  greatest(etl.local_day(max(users.created_at), this_run.zone), this_run.today - 1) as last_slice
from core.users as users
cross join this_run
where users.created_at < this_run.now
group by this_run.zone, this_run.today
