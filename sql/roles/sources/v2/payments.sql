grant select (
  id, order_id, user_id, amount_cents, captured_cents, currency, status, payment_method, provider, card_fingerprint,
  card_brand, card_country, failure_code, processing_time_ms, created_at, authorized_at, captured_at, failed_at,
  updated_at
) on payments_v2 to :"source_reader";

grant select (
  id, payment_id, order_id, amount_cents, currency, reason, status, created_at, processed_at, updated_at
) on refunds_v2 to :"source_reader";

grant select (
  id, payment_id, amount_cents, currency, reason, status, opened_at, updated_at
) on disputes_v2 to :"source_reader";
