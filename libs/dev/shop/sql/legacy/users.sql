-- The accounts as the old tables have them.
select
  id::integer as id,
  email,
  phone,
  full_name as name,
  password_hash,
  '198.51.100.' || id % 250 as ip_address,
  created_at at time zone 'UTC' as created_at,
  updated_at at time zone 'UTC' as updated_at,
  last_activity_at at time zone 'UTC' as last_login_at,
  case status
    when 'pending_verification' then 'active'
    when 'inactive' then 'dormant'
    when 'suspended' then 'dormant'
    else status
  end as status,
  case subscription_tier when 'enterprise' then 'premium' else subscription_tier end as subscription_type,
  (email_verified_at is not null)::integer as email_verified
from users_v2
