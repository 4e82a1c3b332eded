-- Days with fraud signals: cards tried in bursts, cards shared by users
select
  day::text as day,
  attempts,
  velocity_cards,
  multi_user_cards,
  multi_card_users,
  country_mismatch,
  high_amount
from analytics.payment_fraud_daily
where velocity_cards > 0
   or multi_user_cards > 0
order by day desc
limit 12
