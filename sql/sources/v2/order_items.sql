-- order_items_v2 as the entity `order_items`; gift_message is never read.
select
  id,
  order_id,
  product_id,
  product_name,
  category,
  quantity,
  unit_price_cents,
  discount_cents,
  created_at,
  updated_at
from order_items_v2
