-- orders_legacy with its lines in items_json; addresses, customer_email and customer_phone are never read.
select
  id,
  user_id,
  total_amount,
  status,
  created_at at time zone 'UTC' as created_at,
  updated_at at time zone 'UTC' as updated_at,
  items_json
from orders_legacy
