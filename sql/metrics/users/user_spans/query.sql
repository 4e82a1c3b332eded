-- The spans of the stale users. Of several values known within one day, the last one holds.
with known as (
  select
    history.user_token,
    history.status,
    coalesce(history.subscription_tier, 'unknown') as subscription_tier,
    coalesce(history.country_code, 'unknown') as country_code,
    history.valid_from,
    case
      when row_number() over (partition by history.user_token order by history.valid_from) = 1 then '-infinity'::date
      else etl.local_day(history.valid_from, this_run.zone)
    end as from_day
  from stale_keys as stale
  join core.users_history as history on history.user_token = stale.key
  -- A refused account leaves its history behind until it is mended.
  join core.users as users on users.user_token = history.user_token
  cross join this_run
  where users.created_at < this_run.now
),
last_of_day as (
  select distinct on (user_token, from_day)
    user_token, from_day, status, subscription_tier, country_code
  from known
  order by user_token, from_day, valid_from desc
)
select
  user_token,
  from_day,
  lead(from_day, 1, 'infinity'::date) over (partition by user_token order by from_day) as to_day,
  status,
  subscription_tier,
  country_code
from last_of_day
