-- payments_legacy; the card's number passes as a token, and expiry, CVV, names, addresses, texts and what the
-- gateway answered are never read.
select
  id,
  order_id,
  user_id,
  amount,
  upper(currency collate "C") as currency,
  status,
  payment_method,
  card_number,
  error_code,
  created_at at time zone 'UTC' as created_at,
  processed_at at time zone 'UTC' as processed_at,
  updated_at at time zone 'UTC' as updated_at
from payments_legacy
