-- Churn of the stale days. An active day a puts its user into the base of days a+30…a+59, until the next
-- active day takes over; as long as that next day has not come the user is churned as well. The users in
-- such spans are a running sum of starts minus ends.
with bounds as (
  select min(day) as first_day, max(day) as last_day
  from stale_days
),
active as (
  select
    days.day,
    lead(days.day, 1, 'infinity'::date) over (partition by days.user_token order by days.day) as next_day
  from core.user_days as days
  join core.users as users on users.user_token = days.user_token
  join this_run on users.created_at < this_run.now
  cross join bounds
  where days.active_events > 0
    and days.day between bounds.first_day - 59 and bounds.last_day
),
spans as (
  select
    day + 30 as from_day,
    least(day + 60, next_day + 30) as base_to_day,
    least(day + 60, next_day) as churned_to_day
  from active
),
steps as (
  select from_day as day, 1 as base_step, 0 as churned_step from spans
  union all
  select base_to_day, -1, 0 from spans
  union all
  select from_day, 0, 1 from spans where from_day < churned_to_day
  union all
  select churned_to_day, 0, -1 from spans where from_day < churned_to_day
  union all
  select day, 0, 0 from stale_days
),
windows as (
  select
    day,
    sum(sum(base_step)) over (order by day) as active_base,
    sum(sum(churned_step)) over (order by day) as churned
  from steps
  group by day
),
-- By the day of the account, not by the bounds of each day: most accounts are open, and would be compared with all.
closed as (
  select etl.local_day(users.deleted_at, this_run.zone) as day, count(*) as closed_accounts
  from core.users as users
  cross join this_run
  where users.deleted_at < this_run.now
    and users.created_at < this_run.now
  group by 1
)
select
  stale.day,
  windows.active_base::bigint,
  windows.churned::bigint,
  windows.churned::numeric / nullif(windows.active_base, 0) as churn_30d_rate,
  case when (select core.is_available('users', 'deleted_at')) then coalesce(closed.closed_accounts, 0) end as closed_accounts
from stale_days as stale
join windows on windows.day = stale.day
left join closed on closed.day = stale.day
