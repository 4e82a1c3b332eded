-- users_v2 as the entity `users`; password_hash is never read.
select
  id,
  id as user_id,
  email,
  phone,
  full_name,
  status,
  subscription_tier,
  email_verified_at,
  created_at,
  updated_at,
  last_activity_at,
  deleted_at,
  signup_source,
  country_code
from users_v2
