-- Cohorts of the stale registration days and who of them came back.
with cohorts as (
  select stale.day, users.user_token
  from stale_days as stale
  join core.users as users
    on users.created_at >= stale.starts_at
   and users.created_at < stale.counts_until
),
returned as (
  select
    cohorts.day,
    count(*) as cohort_size,
    count(day_1.user_token) as d1,
    count(day_7.user_token) as d7,
    count(day_30.user_token) as d30
  from cohorts
  left join core.user_days as day_1
    on day_1.user_token = cohorts.user_token and day_1.day = cohorts.day + 1 and day_1.active_events > 0
  left join core.user_days as day_7
    on day_7.user_token = cohorts.user_token and day_7.day = cohorts.day + 7 and day_7.active_events > 0
  left join core.user_days as day_30
    on day_30.user_token = cohorts.user_token and day_30.day = cohorts.day + 30 and day_30.active_events > 0
  group by cohorts.day
),
known as (
  select
    stale.day,
    coalesce(returned.cohort_size, 0) as cohort_size,
    case when stale.day + 1 < this_run.today then coalesce(returned.d1, 0) end as d1,
    case when stale.day + 7 < this_run.today then coalesce(returned.d7, 0) end as d7,
    case when stale.day + 30 < this_run.today then coalesce(returned.d30, 0) end as d30,
    case when stale.day + 30 < this_run.today then 'final' else 'provisional' end as maturity
  from stale_days as stale
  left join returned on returned.day = stale.day
  cross join this_run
)
select
  day,
  cohort_size,
  d1,
  d7,
  d30,
  d1::numeric / nullif(cohort_size, 0) as d1_rate,
  d7::numeric / nullif(cohort_size, 0) as d7_rate,
  d30::numeric / nullif(cohort_size, 0) as d30_rate,
  maturity
from known
