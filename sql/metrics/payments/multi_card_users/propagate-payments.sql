-- An attempt counts by its user on its own day; with its card for 24 hours, on the days of the user's attempts in them.
with sides as materialized (
  select old_user_token as user_token, old_card_fingerprint_token as card_token, old_created_at as created_at
  from changed
  where not is_new
  union
  select new_user_token, new_card_fingerprint_token, new_created_at
  from changed
  where not is_gone
),
windows as materialized (
  select user_token, unnest(range_agg(tstzrange(created_at, created_at + interval '24 hours'))) as span
  from sides
  where card_token is not null
  group by user_token
),
reached as (
  select date_trunc('minute', created_at) as minute
  from sides
  union
  select date_trunc('minute', payments.created_at)
  from windows
  join core.payments as payments
    on payments.user_token = windows.user_token
   and payments.created_at >= lower(windows.span)
   and payments.created_at < upper(windows.span)
)
select distinct etl.local_day(reached.minute, this_run.zone) as slice
from reached
cross join this_run
