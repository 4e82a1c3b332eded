grant select (
  id, order_id, user_id, amount_cents, captured_cents, refunded_cents, currency, status, payment_method, provider,
  provider_transaction_id, card_fingerprint, card_brand, card_last_four, card_country, billing_address, ip_address,
  failure_code, processing_time_ms, created_at, authorized_at, captured_at, failed_at, updated_at
) on payments_v2 to :"source_reader";

grant select (
  id, payment_id, order_id, amount_cents, currency, reason, status, initiated_by, created_at, processed_at, updated_at
) on refunds_v2 to :"source_reader";

grant select (
  id, payment_id, amount_cents, currency, reason, status, opened_at, closed_at, updated_at
) on disputes_v2 to :"source_reader";
