grant select (
  id, order_id, user_id, amount, currency, status, payment_method, card_number, error_code, created_at, processed_at,
  updated_at
) on payments_legacy to :"source_reader";

grant select (
  id, payment_id, order_id, amount, reason, status, created_at, processed_at, updated_at
) on refunds_legacy to :"source_reader";
