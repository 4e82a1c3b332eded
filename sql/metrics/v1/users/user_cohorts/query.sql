-- Active users of the stale activity months by the month of their registration.
select
  date_trunc('month', etl.local_day(users.created_at, this_run.zone)::timestamp)::date as cohort_month,
  stale.month as activity_month,
  count(distinct days.user_token) as active_users
from stale_months as stale
join core.user_days as days
  on days.day >= stale.month
 and days.day < (stale.month + interval '1 month')::date
 and days.active_events > 0
join core.users as users on users.user_token = days.user_token
cross join this_run
where users.created_at < this_run.now
  and etl.local_day(users.created_at, this_run.zone) < (stale.month + interval '1 month')::date
group by stale.month, date_trunc('month', etl.local_day(users.created_at, this_run.zone)::timestamp)
