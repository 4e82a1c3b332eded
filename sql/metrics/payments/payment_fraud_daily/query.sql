-- Signs of fraud per stale day. A distinct value is in the window of an instant from an attempt with it until
-- the next such attempt takes over or the window runs out: such spans start and end once each, and the values
-- in a window are a running sum of starts minus ends.
with before as (
  -- The 7 × 24 hours before the stale days, as far as these are not stale themselves.
  select unnest(
    range_agg(tstzrange(starts_at - interval '168 hours', counts_until))
    - range_agg(tstzrange(starts_at, counts_until))
  ) as span
  from stale_days
),
attempts as materialized (
  select
    stale.day,
    payments.user_token,
    payments.card_fingerprint_token as card_token,
    payments.card_country,
    payments.currency,
    payments.amount_cents,
    payments.created_at
  from stale_days as stale
  join core.payments as payments
    on payments.created_at >= stale.starts_at
   and payments.created_at < stale.counts_until
  union all
  select
    null, payments.user_token, payments.card_fingerprint_token, null, null, null, payments.created_at
  from before
  join core.payments as payments
    on payments.created_at >= lower(before.span)
   and payments.created_at < upper(before.span)
),
counts as (
  select
    attempts.day,
    count(*) as attempts,
    count(distinct attempts.card_token) as cards,
    count(distinct attempts.user_token) as paying_users,
    count(*) filter (
      where spans.country_code <> 'unknown'
        and spans.country_code <> attempts.card_country
    ) as country_mismatch,
    count(*) filter (where attempts.amount_cents > limits.p99_cents) as high_amount
  from attempts
  left join core.user_spans as spans
    on spans.user_token = attempts.user_token
   and attempts.day >= spans.from_day
   and attempts.day < spans.to_day
  left join core.payment_amount_limits as limits
    on limits.day = attempts.day
   and limits.currency = attempts.currency
  where attempts.day is not null
  group by attempts.day
),
card_users as materialized (
  select card_token, user_token, count(*) as attempts, count(day) as attempts_of_days
  from attempts
  where card_token is not null
  group by card_token, user_token
),
-- Cards with enough attempts for an hour of 5, and when the fourth attempt before each was.
bursts as (
  select
    attempts.day,
    attempts.card_token,
    attempts.created_at,
    lag(attempts.created_at, 4) over (
      partition by attempts.card_token order by attempts.created_at
    ) as fourth_before_at
  from (
    select card_token
    from card_users
    group by card_token
    having sum(attempts) >= 5 and sum(attempts_of_days) > 0
  ) as busy
  join attempts on attempts.card_token = busy.card_token
),
velocity as (
  select day, count(distinct card_token) as cards
  from bursts
  where day is not null
    and fourth_before_at > created_at - interval '1 hour'
  group by day
),
-- Cards of 3 users or more, and how long each attempt stands for its user.
shared_cards as materialized (
  select
    attempts.day,
    attempts.card_token,
    attempts.created_at,
    least(
      attempts.created_at + interval '168 hours',
      lead(attempts.created_at) over (
        partition by attempts.card_token, attempts.user_token order by attempts.created_at
      )
    ) as until
  from (
    select card_token
    from card_users
    group by card_token
    having count(*) >= 3 and sum(attempts_of_days) > 0
  ) as shared
  join attempts on attempts.card_token = shared.card_token
),
card_steps as (
  select card_token, created_at as instant, day, case when created_at < until then 1 else 0 end as step
  from shared_cards
  union all
  select card_token, until, null, -1
  from shared_cards
  where created_at < until
),
users_of_cards as (
  select card_token, max(day) as day, sum(sum(step)) over (partition by card_token order by instant) as users
  from card_steps
  group by card_token, instant
),
multi_user as (
  select day, count(distinct card_token) as cards
  from users_of_cards
  where day is not null and users >= 3
  group by day
),
-- Users of 3 cards or more, and how long each attempt stands for its card; one without a card for none.
many_carded as materialized (
  select
    attempts.day,
    attempts.user_token,
    attempts.created_at,
    case
      when attempts.card_token is null then attempts.created_at
      else least(
        attempts.created_at + interval '24 hours',
        lead(attempts.created_at) over (
          partition by attempts.user_token, attempts.card_token order by attempts.created_at
        )
      )
    end as until
  from (
    select user_token
    from card_users
    group by user_token
    having count(*) >= 3
  ) as carded
  join attempts on attempts.user_token = carded.user_token
),
user_steps as (
  select user_token, created_at as instant, day, case when created_at < until then 1 else 0 end as step
  from many_carded
  union all
  select user_token, until, null, -1
  from many_carded
  where created_at < until
),
cards_of_users as (
  select user_token, max(day) as day, sum(sum(step)) over (partition by user_token order by instant) as cards
  from user_steps
  group by user_token, instant
),
multi_card as (
  select day, count(distinct user_token) as users
  from cards_of_users
  where day is not null and cards >= 3
  group by day
),
known as (
  select
    stale.day,
    coalesce(counts.attempts, 0) as attempts,
    coalesce(counts.cards, 0) as cards,
    coalesce(velocity.cards, 0) as velocity_cards,
    coalesce(counts.paying_users, 0) as paying_users,
    coalesce(multi_card.users, 0) as multi_card_users,
    coalesce(multi_user.cards, 0) as multi_user_cards,
    case when (select core.is_available('payments', 'card_country')) then coalesce(counts.country_mismatch, 0) end as country_mismatch,
    coalesce(counts.high_amount, 0) as high_amount
  from stale_days as stale
  left join counts on counts.day = stale.day
  left join velocity on velocity.day = stale.day
  left join multi_card on multi_card.day = stale.day
  left join multi_user on multi_user.day = stale.day
)
select
  day,
  attempts,
  cards,
  velocity_cards,
  velocity_cards::numeric / nullif(cards, 0) as velocity_card_rate,
  paying_users,
  multi_card_users,
  multi_card_users::numeric / nullif(paying_users, 0) as multi_card_user_rate,
  multi_user_cards,
  multi_user_cards::numeric / nullif(cards, 0) as multi_user_card_rate,
  country_mismatch,
  country_mismatch::numeric / nullif(attempts, 0) as country_mismatch_rate,
  high_amount,
  high_amount::numeric / nullif(attempts, 0) as high_amount_rate
from known
