-- What an account counts for changes on few days only: the days on which it opens, closes, orders or
-- cancels. Between them it stands, so each such step is an interval of days; the intervals of all accounts,
-- as differences summed up over the days, give every day at once.
with accounts as materialized (
  select
    users.user_token,
    etl.local_day(users.created_at, this_run.zone) as from_day,
    coalesce(etl.local_day(users.deleted_at, this_run.zone), 'infinity'::date) as to_day
  from core.users as users
  cross join this_run
  where users.created_at < this_run.now
),
counted as materialized (
  select
    orders.user_token,
    orders.currency,
    orders.total_cents,
    etl.local_day(orders.created_at, this_run.zone) as from_day,
    etl.local_day(orders.cancelled_at, this_run.zone) as to_day
  from core.orders as orders
  cross join this_run
  where orders.created_at < this_run.now
    and (orders.status <> 'cancelled' or orders.cancelled_at < this_run.now)
),
moves as materialized (
  select user_token, currency, day, sum(orders) as orders, sum(spend_cents) as spend_cents
  from (
    select user_token, currency, from_day as day, 1 as orders, total_cents as spend_cents
    from counted
    where to_day is null or to_day > from_day
    union all
    select user_token, currency, to_day, -1, -total_cents
    from counted
    where to_day > from_day
  ) as both_ends
  group by user_token, currency, day
),
totals as (
  select
    user_token,
    day,
    lead(day, 1, 'infinity'::date) over by_account as next_day,
    sum(sum(orders)) over by_account as total_orders
  from moves
  group by user_token, day
  window by_account as (partition by user_token order by day)
),
holdings as (
  select
    totals.user_token,
    totals.day,
    totals.next_day,
    totals.total_orders,
    moves.currency,
    sum(moves.orders) as orders,
    sum(moves.spend_cents) as spend_cents
  from totals
  join moves
    on moves.user_token = totals.user_token
   and moves.day <= totals.day
  group by totals.user_token, totals.day, totals.next_day, totals.total_orders, moves.currency
),
standing as (
  select
    user_token,
    day as from_day,
    next_day as to_day,
    case
      when total_orders >= 10 then 'high_value'
      when total_orders >= 5 then 'medium_value'
      else 'low_value'
    end as segment,
    currency,
    orders,
    spend_cents
  from holdings
  where orders > 0
  union all
  select user_token, day, next_day, 'no_orders', 'unknown', 0, 0
  from totals
  where total_orders = 0
  union all
  -- Before the first move, or for good.
  select accounts.user_token, '-infinity'::date, coalesce(min(totals.day), 'infinity'::date), 'no_orders', 'unknown', 0, 0
  from accounts
  left join totals on totals.user_token = accounts.user_token
  group by accounts.user_token
),
open_standing as (
  select
    greatest(standing.from_day, accounts.from_day) as from_day,
    least(standing.to_day, accounts.to_day) as to_day,
    standing.segment,
    standing.currency,
    standing.orders,
    standing.spend_cents
  from standing
  join accounts on accounts.user_token = standing.user_token
  where greatest(standing.from_day, accounts.from_day) < least(standing.to_day, accounts.to_day)
),
steps as (
  select
    segment,
    currency,
    day,
    lead(day, 1, 'infinity'::date) over by_segment as next_day,
    sum(sum(users)) over by_segment as user_count,
    sum(sum(orders)) over by_segment as orders,
    sum(sum(spend_cents)) over by_segment as spend_cents
  from (
    select segment, currency, from_day as day, 1 as users, orders, spend_cents
    from open_standing
    union all
    select segment, currency, to_day, -1, -orders, -spend_cents
    from open_standing
    where to_day < 'infinity'::date
  ) as both_ends
  group by segment, currency, day
  window by_segment as (partition by segment, currency order by day)
)
select
  stale.day,
  steps.segment,
  steps.currency,
  steps.user_count,
  steps.orders,
  steps.spend_cents,
  steps.orders / steps.user_count as avg_orders,
  steps.spend_cents / steps.user_count as avg_spend_cents
from stale_days as stale
join steps
  on steps.day <= stale.day
 and steps.next_day > stale.day
where steps.user_count > 0
