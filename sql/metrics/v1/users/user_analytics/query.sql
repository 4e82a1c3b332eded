-- The stale accounts.
select
  users.user_token as user_id,
  etl.local_day(users.created_at, this_run.zone) as registration_date,
  statuses.v1_word as status,
  tiers.v1_word as subscription_type,
  coalesce(users.email_verified, users.email_verified_at < this_run.now, false) as email_verified,
  case
    when users.last_activity_at < this_run.now
    then this_run.today - etl.local_day(users.last_activity_at, this_run.zone)
  end as days_since_last_login
from stale_keys as stale
join core.users as users on users.user_token = stale.key
join core.vocabulary as statuses
  on statuses.field = 'users.status' and statuses.v2_word = users.status
left join core.vocabulary as tiers
  on tiers.field = 'users.subscription_tier' and tiers.v2_word = users.subscription_tier
cross join this_run
where users.created_at < this_run.now
