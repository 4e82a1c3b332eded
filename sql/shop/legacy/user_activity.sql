-- The events as the old tables have them.
select
  id::integer as id,
  user_id::integer as user_id,
  activity_type,
  json_build_object('page', page_path, 'query', search_query)::text as metadata,
  created_at at time zone 'UTC' as created_at,
  ip_address,
  user_agent
from user_activity_v2
