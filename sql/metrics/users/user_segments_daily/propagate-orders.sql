-- An order counts from its day until the day of its cancellation: the days on which old and new row disagree.
with sides as (
  select
    etl.local_day(old_created_at, this_run.zone) as old_from,
    etl.local_day(new_created_at, this_run.zone) as new_from,
    case
      when old_cancelled_at < this_run.now then etl.local_day(old_cancelled_at, this_run.zone)
      when old_status = 'cancelled' then etl.local_day(old_created_at, this_run.zone)
      when old_created_at is not null then 'infinity'::date
    end as old_to,
    case
      -- What comes in may have been here with its cancellation still ahead.
      when is_new then 'infinity'::date
      when new_cancelled_at < this_run.now then etl.local_day(new_cancelled_at, this_run.zone)
      when new_status = 'cancelled' then etl.local_day(new_created_at, this_run.zone)
      when new_created_at is not null then 'infinity'::date
    end as new_to,
    (old_user_token, old_currency, old_total_cents) = (new_user_token, new_currency, new_total_cents) as same_order,
    this_run.today
  from changed
  cross join this_run
),
differing as (
  select distinct
    case when same_order and old_from = new_from then least(old_to, new_to) else least(old_from, new_from) end
      as first_day,
    least(greatest(old_to, new_to), today) as last_day
  from sides
),
reached as materialized (
  select first_day, last_day
  from differing
  where first_day <= last_day
)
select distinct first_day + ahead as slice
from reached
cross join lateral generate_series(0, last_day - first_day) as ahead
