-- The events as the old tables have them.
select
  id::integer as id,
  user_id::integer as user_id,
  activity_type,
  case when search_query is not null then json_build_object('query', search_query)::text end as metadata,
  created_at at time zone 'UTC' as created_at,
  ip_address,
  user_agent
from user_activity_v2
