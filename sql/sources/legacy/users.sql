-- users_legacy; password_hash and ip_address are never read.
select
  id,
  id as user_id,
  email,
  phone,
  name,
  status,
  subscription_type,
  email_verified,
  created_at at time zone 'UTC' as created_at,
  updated_at at time zone 'UTC' as updated_at,
  last_login_at at time zone 'UTC' as last_login_at
from users_legacy
