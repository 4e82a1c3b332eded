-- orders_v2 as the entity `orders`; notes are never read.
select
  id,
  order_number,
  user_id,
  status,
  currency,
  subtotal_cents,
  discount_cents,
  tax_cents,
  shipping_cents,
  total_cents,
  item_count,
  shipping_address,
  billing_address,
  source,
  coupon_code,
  created_at,
  updated_at,
  confirmed_at,
  shipped_at,
  delivered_at,
  cancelled_at
from orders_v2
