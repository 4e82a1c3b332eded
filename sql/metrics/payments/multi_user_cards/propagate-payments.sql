-- An attempt counts with its card and its user for 7 × 24 hours: on its own day, and on those of the card's
-- attempts in that time.
with sides as materialized (
  select old_card_fingerprint_token as card_token, old_created_at as created_at
  from changed
  where not is_new and old_card_fingerprint_token is not null
  union
  select new_card_fingerprint_token, new_created_at
  from changed
  where not is_gone and new_card_fingerprint_token is not null
),
windows as materialized (
  select card_token, unnest(range_agg(tstzrange(created_at, created_at + interval '168 hours'))) as span
  from sides
  group by card_token
),
reached as (
  select date_trunc('minute', created_at) as minute
  from sides
  union
  select date_trunc('minute', payments.created_at)
  from windows
  join core.payments as payments
    on payments.card_fingerprint_token = windows.card_token
   and payments.created_at >= lower(windows.span)
   and payments.created_at < upper(windows.span)
)
select distinct etl.local_day(reached.minute, this_run.zone) as slice
from reached
cross join this_run
