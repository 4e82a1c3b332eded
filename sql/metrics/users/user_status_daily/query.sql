-- Open accounts at the end of each stale day by status.
with accounts as (
  select stale.day, users.user_token, users.created_at
  from stale_days as stale
  join core.users as users
    on users.created_at < stale.ends_at
   and (users.deleted_at is null or users.deleted_at >= stale.ends_at)
),
lifetimes as (
  select
    accounts.day,
    spans.status,
    (extract(epoch from last_day.last_event_at) - extract(epoch from accounts.created_at)) / 86400 as days_active
  from accounts
  join core.user_spans as spans
    on spans.user_token = accounts.user_token
   and accounts.day >= spans.from_day
   and accounts.day < spans.to_day
  left join lateral (
    select days.last_event_at
    from core.user_days as days
    where days.user_token = accounts.user_token
      and days.day <= accounts.day
    order by days.day desc
    limit 1
  ) as last_day on true
)
select
  day,
  status,
  count(*) as user_count,
  avg(days_active) as avg_days_active,
  (percentile_cont(0.5) within group (order by days_active) filter (where days_active >= 0))::numeric as median_days_active
from lifetimes
group by day, status
