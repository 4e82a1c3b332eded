-- Users of the stale days with 3 cards at once. A card is in a user's window from an attempt until the next one of both
-- takes over or 24 hours have passed: such spans start and end once each, and the cards in a window are a running sum of
-- starts minus ends. An attempt without a card ends a window and adds nothing to it.
with before as (
  -- The 24 hours before the stale days, as far as these are not stale themselves.
  select unnest(
    range_agg(tstzrange(starts_at - interval '24 hours', counts_until))
    - range_agg(tstzrange(starts_at, counts_until))
  ) as span
  from stale_days
  -- A day that has yet to come is stale where an attempt of it is known already; it has none so far.
  where starts_at < counts_until
),
attempts as materialized (
  select stale.day, payments.user_token, payments.card_fingerprint_token, payments.created_at
  from stale_days as stale
  join core.payments as payments
    on payments.created_at >= stale.starts_at
   and payments.created_at < stale.counts_until
  union all
  select null, payments.user_token, payments.card_fingerprint_token, payments.created_at
  from before
  join core.payments as payments
    on payments.created_at >= lower(before.span)
   and payments.created_at < upper(before.span)
),
many_carded_users as (
  select cards.user_token
  from (
    select user_token, card_fingerprint_token, count(day) as attempts_of_days
    from attempts
    group by user_token, card_fingerprint_token
  ) as cards
  group by cards.user_token
  having count(cards.card_fingerprint_token) >= 3 and sum(cards.attempts_of_days) > 0
),
spans as materialized (
  select
    attempts.day,
    attempts.user_token,
    attempts.created_at,
    case
      when attempts.card_fingerprint_token is null then attempts.created_at
      else least(
        attempts.created_at + interval '24 hours',
        lead(attempts.created_at) over (
          partition by attempts.user_token, attempts.card_fingerprint_token order by attempts.created_at
        )
      )
    end as until
  from many_carded_users
  join attempts on attempts.user_token = many_carded_users.user_token
),
steps as (
  select user_token, created_at as instant, day, case when created_at < until then 1 else 0 end as step
  from spans
  union all
  select user_token, until, null, -1
  from spans
  where created_at < until
),
cards_at_instants as (
  select
    user_token,
    max(day) as day,
    sum(sum(step)) over (partition by user_token order by instant) as cards
  from steps
  group by user_token, instant
)
select distinct day, user_token
from cards_at_instants
where day is not null
  and cards >= 3
