-- Users of both tables.
select
  null::date as day,
  coalesce(v1.user_token, v2.user_token) as key,
  measures.measure,
  measures.v1,
  measures.v2,
  array[]::text[] as reasons,
  null::numeric as explained
from analytics_v1.user_activity as v1
full join analytics.user_activity_summary as v2 on v2.user_token = v1.user_token
cross join lateral (
  values
    ('activity_count', v1.activity_count, v2.activity_count),
    ('last_activity', extract(epoch from v1.last_activity), extract(epoch from v2.last_activity_at))
) as measures (measure, v1, v2)
