-- A delivery counts in the 7 days that begin with its own; whether it was opened, or made its recipient
-- unsubscribe, on those of them on which old and new row disagree. Few distinct minutes stand for many
-- instants.
with sides as materialized (
  select
    is_new
      or is_gone
      or (old_user_token, old_created_at, old_delivered_at)
        is distinct from (new_user_token, new_created_at, new_delivered_at) as is_moved,
    old_delivered_at,
    old_opened_at,
    old_unsubscribed_at,
    new_delivered_at,
    new_opened_at,
    new_unsubscribed_at
  from changed
),
spans as (
  select old_delivered_at as delivered_at, '-infinity'::timestamptz as from_at, 'infinity'::timestamptz as to_at
  from sides
  where is_moved
  union all
  select new_delivered_at, '-infinity', 'infinity'
  from sides
  where is_moved
  union all
  select
    new_delivered_at,
    least(old_opened_at, new_opened_at),
    greatest(coalesce(old_opened_at, 'infinity'), coalesce(new_opened_at, 'infinity'))
  from sides
  where not is_moved
    and old_opened_at is distinct from new_opened_at
  union all
  select
    new_delivered_at,
    least(old_unsubscribed_at, new_unsubscribed_at),
    greatest(coalesce(old_unsubscribed_at, 'infinity'), coalesce(new_unsubscribed_at, 'infinity'))
  from sides
  where not is_moved
    and old_unsubscribed_at is distinct from new_unsubscribed_at
),
days as (
  select distinct
    etl.local_day(minutes.delivered_at, this_run.zone) as day,
    etl.local_day(minutes.from_at, this_run.zone) as from_day,
    etl.local_day(minutes.to_at, this_run.zone) as to_day
  from (
    select distinct
      date_trunc('minute', delivered_at) as delivered_at,
      date_trunc('minute', from_at) as from_at,
      date_trunc('minute', to_at) as to_at
    from spans
    where delivered_at is not null
  ) as minutes
  cross join this_run
)
select distinct days.day + ahead as slice
from days
cross join generate_series(0, 6) as ahead
where days.day + ahead >= days.from_day
  and days.day + ahead < days.to_day
