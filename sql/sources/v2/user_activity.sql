-- user_activity_v2 as the entity `user_activity`; sessions, pages, referrer, search_query, ip_address and
-- user_agent are never read.
select
  id,
  user_id,
  activity_type,
  created_at,
  platform
from user_activity_v2
