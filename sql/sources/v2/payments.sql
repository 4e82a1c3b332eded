-- payments_v2 as the entity `payments`; names, addresses, the key at the provider
-- and failure_reason are never read.
select
  id,
  order_id,
  user_id,
  amount_cents,
  captured_cents,
  upper(currency collate "C") as currency,
  status,
  payment_method,
  provider,
  card_fingerprint,
  card_brand,
  card_country,
  failure_code,
  processing_time_ms,
  created_at,
  authorized_at,
  captured_at,
  failed_at,
  updated_at
from payments_v2
