-- orders_legacy with its lines in items_json; customer_email and customer_phone are not needed.
select
  id,
  user_id,
  total_amount,
  status,
  created_at at time zone 'UTC' as created_at,
  updated_at at time zone 'UTC' as updated_at,
  shipping_address,
  billing_address,
  item_count,
  items_json
from orders_legacy
