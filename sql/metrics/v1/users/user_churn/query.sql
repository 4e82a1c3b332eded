-- Open accounts at the end of the last complete day, by the old word of the status loaded now. A status is
-- few rows of the result and many accounts: each is computed as a whole.
with accounts as (
  select
    statuses.v1_word as status,
    users.user_token,
    users.created_at
  from stale_keys as stale
  join core.vocabulary as statuses
    on statuses.field = 'users.status' and statuses.v1_word = stale.key
  join core.users as users on users.status = statuses.v2_word
  cross join this_run
  where users.created_at < etl.day_start(this_run.today, this_run.zone)
    and (users.deleted_at is null or users.deleted_at >= etl.day_start(this_run.today, this_run.zone))
),
last_events as (
  select days.user_token, max(days.last_event_at) as last_event_at
  from core.user_days as days
  cross join this_run
  where days.day < this_run.today
  group by days.user_token
)
select
  accounts.status,
  count(*) as user_count,
  avg((extract(epoch from last_events.last_event_at) - extract(epoch from accounts.created_at)) / 86400) as avg_days_active
from accounts
left join last_events on last_events.user_token = accounts.user_token
group by accounts.status
