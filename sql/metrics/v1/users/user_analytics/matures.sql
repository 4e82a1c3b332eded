-- With every new day, everybody's last login is a day longer ago.
select users.user_token as slice
from maturing
cross join this_run
join core.users as users on users.last_activity_at < this_run.now
where etl.local_day(maturing.after, this_run.zone) < this_run.today
