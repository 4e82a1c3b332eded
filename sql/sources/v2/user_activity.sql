-- user_activity_v2 as the entity `user_activity`; referrer, search_query, ip_address and user_agent are never read.
select
  id,
  user_id,
  activity_type,
  created_at,
  session_id,
  page_path,
  duration_seconds,
  device_type,
  platform,
  product_id,
  category_id
from user_activity_v2
