-- A delivery counts in the 7 days that begin with its own; whether it was opened, or made its recipient
-- unsubscribe, on those of them on which old and new row disagree. Few distinct minutes stand for many
-- instants.
with reached as (
  select distinct
    date_trunc('minute', spans.delivered_at) as delivered_at,
    date_trunc('minute', spans.from_at) as from_at,
    date_trunc('minute', spans.to_at) as to_at
  from changed
  cross join lateral (
    select
      is_new
        or is_gone
        or (old_user_token, old_created_at, old_delivered_at)
          is distinct from (new_user_token, new_created_at, new_delivered_at) as is_moved
  ) as deliveries
  cross join lateral (
    values
      (is_moved, old_delivered_at, null, null),
      (is_moved, new_delivered_at, null, null),
      (
        not is_moved and old_opened_at is distinct from new_opened_at,
        new_delivered_at,
        least(old_opened_at, new_opened_at),
        case when old_opened_at is not null and new_opened_at is not null then greatest(old_opened_at, new_opened_at) end
      ),
      (
        not is_moved and old_unsubscribed_at is distinct from new_unsubscribed_at,
        new_delivered_at,
        least(old_unsubscribed_at, new_unsubscribed_at),
        case
          when old_unsubscribed_at is not null and new_unsubscribed_at is not null
          then greatest(old_unsubscribed_at, new_unsubscribed_at)
        end
      )
  ) as spans (differs, delivered_at, from_at, to_at)
  where spans.differs
    and spans.delivered_at is not null
),
days as (
  select distinct
    etl.local_day(reached.delivered_at, this_run.zone) as day,
    coalesce(etl.local_day(reached.from_at, this_run.zone), '-infinity'::date) as from_day,
    coalesce(etl.local_day(reached.to_at, this_run.zone), 'infinity'::date) as to_day
  from reached
  cross join this_run
)
select distinct days.day + ahead as slice
from days
cross join generate_series(0, 6) as ahead
where days.day + ahead >= days.from_day
  and days.day + ahead < days.to_day
