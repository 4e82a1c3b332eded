-- Cohorts of both tables by month of activity.
select
  null::date as day,
  to_char(coalesce(v1.cohort_month, v2.cohort_month), 'yyyy-mm') || ' in '
    || to_char(coalesce(v1.activity_month, v2.activity_month), 'yyyy-mm') as key,
  'active_users' as measure,
  v1.active_users as v1,
  v2.active_users as v2,
  case when v2.active_users = 0 then array['no_row_without_users'] else array[]::text[] end as reasons,
  nullif(v2.active_users, 0) as explained
from analytics_v1.user_cohorts as v1
full join analytics.user_cohort_retention_monthly as v2
  on v2.cohort_month = v1.cohort_month and v2.activity_month = v1.activity_month
