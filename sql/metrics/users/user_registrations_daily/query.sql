-- Registrations of the stale days by country, source and tier.
with registered as (
  select
    stale.day,
    stale.ends_at,
    users.user_token,
    coalesce(users.signup_source, 'unknown') as signup_source,
    users.subscription_tier as tier_now,
    users.created_at,
    case when users.email_verified_at < this_run.now then users.email_verified_at end as verified_at,
    coalesce(users.email_verified, users.email_verified_at < this_run.now) as verified
  from stale_days as stale
  join core.users as users
    on users.created_at >= stale.starts_at
   and users.created_at < stale.counts_until
  cross join this_run
),
buyers as (
  select distinct registered.user_token
  from registered
  join core.valid_orders as valid
    on valid.user_token = registered.user_token
   and valid.created_at >= registered.created_at
   and valid.created_at < registered.created_at + interval '720 hours'
  -- The orders job may be ahead of this run's now.
  cross join this_run
  where valid.created_at < this_run.now
)
select
  registered.day,
  spans.country_code,
  registered.signup_source,
  spans.subscription_tier,
  count(*) as registrations,
  count(*) filter (where registered.verified) as verified,
  case
    when (select core.is_available('users', 'email_verified_at'))
    then count(*) filter (
      where registered.verified_at >= registered.created_at
        and registered.verified_at < registered.created_at + interval '168 hours'
    )
  end as verified_7d,
  count(buyers.user_token) as first_order_30d,
  count(*) filter (where registered.tier_now = 'premium') as premium,
  count(*) filter (where registered.tier_now = 'enterprise') as enterprise,
  case
    when registered.ends_at + interval '720 hours' <= this_run.now then 'final'
    else 'provisional'
  end as maturity
from registered
join core.user_spans as spans
  on spans.user_token = registered.user_token
 and registered.day >= spans.from_day
 and registered.day < spans.to_day
left join buyers on buyers.user_token = registered.user_token
cross join this_run
group by registered.day, spans.country_code, registered.signup_source, spans.subscription_tier, maturity
