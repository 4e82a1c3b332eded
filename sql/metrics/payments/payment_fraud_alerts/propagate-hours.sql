-- An hour that is big enough reaches its own day; with another rate, also the days up to 8 weeks later on
-- which an hour that may be an alert is compared with it.
with sides as materialized (
  select
    coalesce(changed.new_day, changed.old_day) as day,
    coalesce(changed.new_clock_hour, changed.old_clock_hour) as clock_hour,
    coalesce(changed.new_provider, changed.old_provider) as provider,
    greatest(changed.old_attempts, changed.new_attempts) >= 5
      and greatest(changed.old_declines, changed.new_declines) > 0 as may_be_alert,
    changed.is_new
      or changed.is_gone
      or changed.old_declines * changed.new_attempts <> changed.new_declines * changed.old_attempts as rate_differs
  from changed
),
-- The day as a column: as an expression over two relations it would be compared after the join.
ahead as materialized (
  select sides.day + 7 * weeks as day, sides.clock_hour, sides.provider
  from sides
  cross join generate_series(1, 8) as weeks
  where sides.rate_differs
)
select day as slice
from sides
where may_be_alert
union
select later.day
from ahead
join core.payment_hours as later
  on later.day = ahead.day
 and later.clock_hour = ahead.clock_hour
 and later.provider = ahead.provider
where later.attempts >= 5
  and later.declines > 0
