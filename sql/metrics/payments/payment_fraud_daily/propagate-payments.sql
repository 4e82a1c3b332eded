-- An attempt counts on its own day, and in the windows that end at later attempts: with its card for 7 days,
-- by its user for 24 hours.
with compared as (
  select
    changed.*,
    changed.is_new
      or changed.is_gone
      or changed.old_user_token <> changed.new_user_token
      or changed.old_card_fingerprint_token is distinct from changed.new_card_fingerprint_token
      or changed.old_created_at <> changed.new_created_at as in_windows
  from changed
),
sides as materialized (
  select
    old_user_token as user_token,
    old_card_fingerprint_token as card_token,
    old_created_at as created_at,
    in_windows
  from compared
  where not is_new
  union all
  select new_user_token, new_card_fingerprint_token, new_created_at, in_windows
  from compared
  where not is_gone
),
card_windows as materialized (
  select card_token, unnest(range_agg(tstzrange(created_at, created_at + interval '168 hours'))) as span
  from sides
  where in_windows and card_token is not null
  group by card_token
),
user_windows as materialized (
  select user_token, unnest(range_agg(tstzrange(created_at, created_at + interval '24 hours'))) as span
  from sides
  where in_windows and card_token is not null
  group by user_token
),
reached as (
  select date_trunc('minute', created_at) as minute
  from sides
  union
  select date_trunc('minute', payments.created_at)
  from card_windows
  join core.payments as payments
    on payments.card_fingerprint_token = card_windows.card_token
   and payments.created_at >= lower(card_windows.span)
   and payments.created_at < upper(card_windows.span)
  union
  select date_trunc('minute', payments.created_at)
  from user_windows
  join core.payments as payments
    on payments.user_token = user_windows.user_token
   and payments.created_at >= lower(user_windows.span)
   and payments.created_at < upper(user_windows.span)
)
select distinct etl.local_day(reached.minute, this_run.zone) as slice
from reached
cross join this_run
