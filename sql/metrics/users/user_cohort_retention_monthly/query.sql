-- The grid of cohorts for the stale activity months.
with registered as materialized (
  select
    users.user_token,
    date_trunc('month', etl.local_day(users.created_at, this_run.zone)::timestamp)::date as cohort_month
  from core.users as users
  cross join this_run
  where users.created_at < this_run.now
),
sizes as (
  select cohort_month, count(*) as cohort_size
  from registered
  group by cohort_month
),
ends as (
  select
    min(sizes.cohort_month) as first_month,
    greatest(
      max(sizes.cohort_month), (date_trunc('month', this_run.today::timestamp) - interval '1 month')::date
    ) as last_month
  from sizes
  cross join this_run
  group by this_run.today
),
grid as (
  select cohort::date as cohort_month, stale.month as activity_month
  from ends
  cross join stale_months as stale
  cross join lateral generate_series(
    ends.first_month::timestamp, least(ends.last_month, stale.month)::timestamp, interval '1 month'
  ) as cohort
),
active as (
  select registered.cohort_month, stale.month as activity_month, count(distinct days.user_token) as active_users
  from stale_months as stale
  join core.user_days as days
    on days.day >= stale.month
   and days.day < (stale.month + interval '1 month')::date
   and days.active_events > 0
  join registered on registered.user_token = days.user_token
  group by registered.cohort_month, stale.month
)
select
  grid.cohort_month,
  grid.activity_month,
  coalesce(sizes.cohort_size, 0) as cohort_size,
  coalesce(active.active_users, 0) as active_users,
  coalesce(active.active_users, 0)::numeric / nullif(sizes.cohort_size, 0) as retention_rate
from grid
left join sizes on sizes.cohort_month = grid.cohort_month
left join active
  on active.cohort_month = grid.cohort_month
 and active.activity_month = grid.activity_month
