grant select (
  id, user_id, total_amount, status, created_at, updated_at, shipping_address, billing_address, item_count, items_json
) on orders_legacy to :"source_reader";
