-- Active users per stale day and tier. A user is in the 7- or 30-day window from an active day until the
-- next one takes over or the window runs out: such spans start and end once each, and the users in them
-- are a running sum of starts minus ends.
with bounds as (
  select min(day) as first_day, max(day) as last_day
  from stale_days
),
active as materialized (
  select
    days.user_token,
    days.day,
    days.active_events,
    lag(days.day) over user_by_day as previous_day,
    lead(days.day, 1, 'infinity'::date) over user_by_day as next_day
  from core.user_days as days
  cross join bounds
  where days.active_events > 0
    and days.day between bounds.first_day - 29 and bounds.last_day
  window user_by_day as (partition by days.user_token order by days.day)
),
active_by_tier as materialized (
  select
    active.user_token,
    active.day,
    coalesce(spans.subscription_tier, 'unknown') as subscription_tier,
    greatest(active.day, coalesce(spans.from_day, '-infinity'::date)) as from_day,
    least(active.day + 7, active.next_day, spans.to_day) as week_to_day,
    least(active.day + 30, active.next_day, spans.to_day) as month_to_day
  from active
  left join core.user_spans as spans
    on spans.user_token = active.user_token
   and spans.from_day < least(active.day + 30, active.next_day)
   and spans.to_day > active.day
),
steps as (
  select from_day as day, subscription_tier, 0 as week_step, 1 as month_step
  from active_by_tier where from_day < month_to_day
  union all
  select month_to_day, subscription_tier, 0, -1
  from active_by_tier where from_day < month_to_day
  union all
  select from_day, subscription_tier, 1, 0
  from active_by_tier where from_day < week_to_day
  union all
  select week_to_day, subscription_tier, -1, 0
  from active_by_tier where from_day < week_to_day
  union all
  -- Every stale day gets a step of its own, so that the running sum has a value there.
  select stale.day, tiers.subscription_tier, 0, 0
  from stale_days as stale
  cross join (select distinct subscription_tier from active_by_tier) as tiers
),
windows as (
  select
    day,
    subscription_tier,
    sum(sum(week_step)) over tier_by_day as wau,
    sum(sum(month_step)) over tier_by_day as mau
  from steps
  group by day, subscription_tier
  window tier_by_day as (partition by subscription_tier order by day)
),
registered as materialized (
  select users.user_token, etl.local_day(users.created_at, this_run.zone) as day
  from core.users as users
  join this_run on users.created_at < this_run.now
),
present as (
  select
    active.day,
    active.active_events,
    tiers.subscription_tier,
    coalesce(registered.day = active.day, false) as is_new,
    coalesce(
      active.previous_day,
      (
        select max(earlier.day)
        from core.user_days as earlier
        where earlier.user_token = active.user_token
          and earlier.day < active.day
          and earlier.active_events > 0
      )
    ) as previous_day
  from stale_days as stale
  join active on active.day = stale.day
  join active_by_tier as tiers
    on tiers.user_token = active.user_token
   and tiers.day = active.day
   and tiers.from_day = active.day
   and tiers.from_day < tiers.month_to_day
  left join registered on registered.user_token = active.user_token
),
presence as (
  select
    day,
    subscription_tier,
    count(*) as dau,
    count(*) filter (where is_new) as new_users,
    count(*) filter (where not is_new and previous_day < day - 30) as resurrected_users,
    sum(active_events) as events
  from present
  group by day, subscription_tier
),
by_tier as (
  select
    stale.day,
    windows.subscription_tier,
    coalesce(presence.dau, 0) as dau,
    windows.wau,
    windows.mau,
    coalesce(presence.new_users, 0) as new_users,
    coalesce(presence.resurrected_users, 0) as resurrected_users,
    coalesce(presence.events, 0) as events
  from stale_days as stale
  join windows on windows.day = stale.day
  left join presence
    on presence.day = stale.day
   and presence.subscription_tier = windows.subscription_tier
  where windows.mau > 0
),
with_all as (
  select * from by_tier
  union all
  select
    day, 'all', sum(dau), sum(wau), sum(mau), sum(new_users), sum(resurrected_users), sum(events)
  from by_tier
  group by day
)
select
  day,
  subscription_tier,
  dau::bigint,
  wau::bigint,
  mau::bigint,
  new_users::bigint,
  resurrected_users::bigint,
  (dau - new_users - resurrected_users)::bigint as returning_users,
  events::bigint,
  dau::numeric / nullif(mau, 0) as stickiness_rate
from with_all
