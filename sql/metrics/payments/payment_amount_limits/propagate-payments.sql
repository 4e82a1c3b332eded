-- An amount reaches those of the next 28 days that have a row in its currency: any other day gets one only by
-- an attempt of its own. An attempt that came, went or moved may also bring its own day's row or take it away.
with compared as (
  select
    changed.*,
    etl.local_day(changed.old_created_at, this_run.zone) as old_day,
    etl.local_day(changed.new_created_at, this_run.zone) as new_day,
    changed.old_created_at < this_run.now as old_happened,
    changed.new_created_at < this_run.now as new_happened
  from changed
  cross join this_run
),
differing as (
  select
    compared.*,
    (compared.old_currency, compared.old_day, compared.old_happened)
      is distinct from (compared.new_currency, compared.new_day, compared.new_happened) as moved
  from compared
),
sides as materialized (
  select
    side.currency,
    side.day,
    bool_or(side.moved and side.is_old) as left_day,
    bool_or(side.moved and not side.is_old) as joined_day
  from (
    select true as is_old, old_currency as currency, old_day as day, moved
    from differing
    where moved or old_amount_cents <> new_amount_cents
    union
    select false, new_currency, new_day, moved
    from differing
    where moved or old_amount_cents <> new_amount_cents
  ) as side
  where side.day is not null
  group by side.currency, side.day
),
-- The day as a column: as an expression over two relations it would be compared after the join.
ahead as materialized (
  select distinct sides.currency, sides.day + ahead as day
  from sides
  cross join generate_series(1, 28) as ahead
)
select sides.day as slice
from sides
left join core.payment_amount_limits as limits
  on limits.day = sides.day
 and limits.currency = sides.currency
where sides.left_day
   or (sides.joined_day and limits.day is null)
union
select limits.day
from ahead
join core.payment_amount_limits as limits
  on limits.day = ahead.day
 and limits.currency = ahead.currency
