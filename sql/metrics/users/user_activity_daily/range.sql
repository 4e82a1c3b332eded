-- From the first active day to the running day.
select min(days.day) as first_slice, this_run.today as last_slice
from core.user_days as days
cross join this_run
where days.active_events > 0
group by this_run.today
