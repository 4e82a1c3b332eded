-- payments_legacy; the card's number passes as a token, and expiry, CVV, names, texts and what the gateway
-- answered are never read.
select
  id,
  order_id,
  user_id,
  amount,
  currency::text as currency,
  status,
  payment_method,
  card_number,
  card_last_four,
  billing_address,
  error_code,
  created_at at time zone 'UTC' as created_at,
  processed_at at time zone 'UTC' as processed_at,
  updated_at at time zone 'UTC' as updated_at
from payments_legacy
