-- From the first registration to the last complete day.
select etl.local_day(min(users.created_at), this_run.zone) as first_slice, this_run.today - 1 as last_slice
from core.users as users
cross join this_run
group by this_run.zone, this_run.today
