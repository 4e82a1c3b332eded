-- user_activity_legacy; metadata, ip_address and user_agent are never read.
select
  id,
  user_id,
  activity_type,
  created_at at time zone 'UTC' as created_at
from user_activity_legacy
