-- Signs of fraud per stale day, each a part of the day's attempts, cards or users.
with attempts as (
  select
    stale.day,
    payments.user_token,
    payments.card_fingerprint_token,
    payments.card_country,
    payments.currency,
    payments.amount_cents
  from stale_days as stale
  join core.payments as payments
    on payments.created_at >= stale.starts_at
   and payments.created_at < stale.counts_until
),
counts as (
  select
    attempts.day,
    count(*) as attempts,
    count(distinct attempts.card_fingerprint_token) as cards,
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
  group by attempts.day
),
velocity as (
  select cards.day, count(*) as cards
  from stale_days as stale
  join core.velocity_cards as cards on cards.day = stale.day
  group by cards.day
),
multi_card as (
  select users.day, count(*) as users
  from stale_days as stale
  join core.multi_card_users as users on users.day = stale.day
  group by users.day
),
multi_user as (
  select cards.day, count(*) as cards
  from stale_days as stale
  join core.multi_user_cards as cards on cards.day = stale.day
  group by cards.day
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
