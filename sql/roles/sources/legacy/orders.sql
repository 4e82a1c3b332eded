grant select (
  id, user_id, total_amount, status, created_at, updated_at, items_json
) on orders_legacy to :"source_reader";
