-- Accounts of the legacy source.
select
  legacy.id,
  legacy.user_token,
  legacy.email_token,
  legacy.phone_token,
  legacy.full_name_token,
  statuses.v2_word as status,
  tiers.v2_word as subscription_tier,
  null as email_verified_at,
  legacy.created_at,
  legacy.updated_at,
  legacy.last_login_at as last_activity_at,
  null as deleted_at,
  null as signup_source,
  null as country_code,
  legacy.identity_hash,
  legacy.email_shown,
  legacy.phone_shown,
  legacy.full_name_shown,
  case legacy.email_verified when 0 then false when 1 then true end as email_verified,
  array[
    case when legacy.status is not null and statuses.v2_word is null then 'status: outside the vocabulary' end,
    case
      when legacy.subscription_type is not null and tiers.v2_word is null then 'subscription_type: outside the vocabulary'
    end,
    case when legacy.email_verified not in (0, 1) then 'email_verified: neither 0 nor 1' end
  ] as defects
from legacy_rows as legacy
left join core.vocabulary as statuses
  on statuses.field = 'users.status' and statuses.v1_word = legacy.status and statuses.read
left join core.vocabulary as tiers
  on tiers.field = 'users.subscription_tier' and tiers.v1_word = legacy.subscription_type and tiers.read
