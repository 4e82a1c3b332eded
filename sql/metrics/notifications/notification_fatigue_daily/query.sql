-- Open accounts at the end of each stale day by what was delivered to them in its window. With the stale
-- days numbered, a delivery counts from the first of them that ends after it to the last whose window
-- begins before it; an account, from the first that ends after its creation to the last before its closing.
with windows as materialized (
  select
    array_agg(etl.day_start(stale.day - 6, this_run.zone) order by stale.day) as starts,
    array_agg(stale.ends_at order by stale.day) as ends
  from stale_days as stale
  cross join this_run
),
-- Windows that overlap are read as one.
periods as materialized (
  select
    etl.day_start(days.day - 6, this_run.zone) as starts_at,
    lead(days.previous_end, 1, days.last_end) over (order by days.day) as ends_at
  from (
    select
      day,
      lag(day) over (order by day) as previous_day,
      lag(ends_at) over (order by day) as previous_end,
      max(ends_at) over () as last_end
    from stale_days
  ) as days
  cross join this_run
  where coalesce(days.day - days.previous_day, 7) >= 7
),
accounts as materialized (
  select
    users.id,
    users.user_token,
    width_bucket(users.created_at, windows.ends) + 1 as first,
    coalesce(width_bucket(users.deleted_at, windows.ends), cardinality(windows.ends)) as last
  from core.users as users
  cross join windows
),
-- Numbered before they meet the accounts: joined at once, the planner may sort accounts that each carry all windows.
delivered as materialized (
  select
    notifications.user_token,
    width_bucket(notifications.delivered_at, windows.ends) + 1 as first,
    width_bucket(notifications.delivered_at, windows.starts) as last,
    width_bucket(notifications.opened_at, windows.ends) + 1 as first_opened,
    width_bucket(notifications.unsubscribed_at, windows.ends) + 1 as first_unsubscribed
  from periods
  join core.notifications as notifications
    on notifications.delivered_at >= periods.starts_at
   and notifications.delivered_at < periods.ends_at
  cross join windows
  cross join this_run
  where greatest(notifications.created_at, notifications.delivered_at) < this_run.now
),
deliveries as materialized (
  select
    accounts.id,
    greatest(accounts.first, delivered.first) as first,
    least(accounts.last, delivered.last) as last,
    delivered.first_opened,
    delivered.first_unsubscribed
  from delivered
  join accounts on accounts.user_token = delivered.user_token
),
receivers as (
  select
    number,
    count(*) as received,
    count(*) filter (where number >= deliveries.first_opened) as opened,
    count(*) filter (where number >= deliveries.first_unsubscribed) as unsubscribed
  from deliveries
  cross join lateral generate_series(deliveries.first, deliveries.last) as number
  group by number, deliveries.id
),
buckets as (
  select
    number,
    case when received <= 3 then '1-3' when received <= 7 then '4-7' else '8+' end as bucket,
    count(*) as users,
    sum(received) as received,
    sum(opened) as opened,
    sum(unsubscribed) as unsubscribed
  from receivers
  group by number, bucket
),
standing as (
  select number, sum(sum(change)) over (order by number) as users
  from (
    select first as number, 1 as change from accounts where first <= last
    union all
    select last + 1, -1 from accounts where first <= last
    union all
    select number, -users from buckets
    union all
    select number + 1, users from buckets
    union all
    select row_number() over (), 0 from stale_days
  ) as changes
  group by number
),
with_rest as (
  select number, bucket, users, received, opened, unsubscribed
  from buckets
  union all
  select number, '0', users, 0, 0, 0
  from standing
)
select
  numbered.day,
  with_rest.bucket,
  with_rest.users,
  with_rest.received,
  with_rest.opened,
  case when (select core.is_available('notifications', 'unsubscribed_at')) then with_rest.unsubscribed end as unsubscribed,
  with_rest.opened / nullif(with_rest.received, 0) as open_rate,
  case
    when (select core.is_available('notifications', 'unsubscribed_at')) then with_rest.unsubscribed / nullif(with_rest.received, 0)
  end as unsubscribe_rate
from with_rest
join (select day, row_number() over (order by day) as number from stale_days) as numbered
  on numbered.number = with_rest.number
where with_rest.users > 0
