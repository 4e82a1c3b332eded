-- Cards whose fourth attempt before one of a stale day came less than an hour before it.
with before as (
  -- The hour before the stale days, as far as these are not stale themselves.
  select unnest(
    range_agg(tstzrange(starts_at - interval '1 hour', counts_until))
    - range_agg(tstzrange(starts_at, counts_until))
  ) as span
  from stale_days
  -- A day that has yet to come is stale where an attempt of it is known already; it has none so far.
  where starts_at < counts_until
),
attempts as materialized (
  select stale.day, payments.card_fingerprint_token, payments.created_at
  from stale_days as stale
  join core.payments as payments
    on payments.created_at >= stale.starts_at
   and payments.created_at < stale.counts_until
  where payments.card_fingerprint_token is not null
  union all
  select null, payments.card_fingerprint_token, payments.created_at
  from before
  join core.payments as payments
    on payments.created_at >= lower(before.span)
   and payments.created_at < upper(before.span)
  where payments.card_fingerprint_token is not null
),
busy_cards as (
  select card_fingerprint_token
  from attempts
  group by card_fingerprint_token
  having count(*) >= 5 and count(day) > 0
),
attempts_of_busy_cards as (
  select
    attempts.day,
    attempts.card_fingerprint_token,
    attempts.created_at,
    lag(attempts.created_at, 4) over (
      partition by attempts.card_fingerprint_token order by attempts.created_at
    ) as fourth_before_at
  from busy_cards
  join attempts on attempts.card_fingerprint_token = busy_cards.card_fingerprint_token
)
select distinct day, card_fingerprint_token
from attempts_of_busy_cards
where day is not null
  and fourth_before_at > created_at - interval '1 hour'
