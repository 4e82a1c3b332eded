-- orders_v2 as the entity `orders`; numbers, addresses and notes are never read.
select
  id,
  user_id,
  status,
  upper(currency collate "C") as currency,
  discount_cents,
  tax_cents,
  shipping_cents,
  total_cents,
  source,
  coupon_code,
  created_at,
  updated_at,
  confirmed_at,
  shipped_at,
  delivered_at,
  cancelled_at
from orders_v2
