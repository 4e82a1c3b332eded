-- Cards of the stale days with 3 users at once. A user is in a card's window from an attempt until the next one of both
-- takes over or 7 × 24 hours have passed: such spans start and end once each, and the users in a window are a running
-- sum of starts minus ends.
with before as (
  -- The 7 × 24 hours before the stale days, as far as these are not stale themselves.
  select unnest(
    range_agg(tstzrange(starts_at - interval '168 hours', counts_until))
    - range_agg(tstzrange(starts_at, counts_until))
  ) as span
  from stale_days
  -- A day that has yet to come is stale where an attempt of it is known already; it has none so far.
  where starts_at < counts_until
),
attempts as materialized (
  select stale.day, payments.card_fingerprint_token, payments.user_token, payments.created_at
  from stale_days as stale
  join core.payments as payments
    on payments.created_at >= stale.starts_at
   and payments.created_at < stale.counts_until
  where payments.card_fingerprint_token is not null
  union all
  select null, payments.card_fingerprint_token, payments.user_token, payments.created_at
  from before
  join core.payments as payments
    on payments.created_at >= lower(before.span)
   and payments.created_at < upper(before.span)
  where payments.card_fingerprint_token is not null
),
shared_cards as (
  select users.card_fingerprint_token
  from (
    select card_fingerprint_token, user_token, count(day) as attempts_of_days
    from attempts
    group by card_fingerprint_token, user_token
  ) as users
  group by users.card_fingerprint_token
  having count(*) >= 3 and sum(users.attempts_of_days) > 0
),
spans as materialized (
  select
    attempts.day,
    attempts.card_fingerprint_token,
    attempts.created_at,
    least(
      attempts.created_at + interval '168 hours',
      lead(attempts.created_at) over (
        partition by attempts.card_fingerprint_token, attempts.user_token order by attempts.created_at
      )
    ) as until
  from shared_cards
  join attempts on attempts.card_fingerprint_token = shared_cards.card_fingerprint_token
),
steps as (
  select
    card_fingerprint_token,
    created_at as instant,
    day,
    case when created_at < until then 1 else 0 end as step
  from spans
  union all
  select card_fingerprint_token, until, null, -1
  from spans
  where created_at < until
),
users_at_instants as (
  select
    card_fingerprint_token,
    max(day) as day,
    sum(sum(step)) over (partition by card_fingerprint_token order by instant) as users
  from steps
  group by card_fingerprint_token, instant
)
select distinct day, card_fingerprint_token
from users_at_instants
where day is not null
  and users >= 3
