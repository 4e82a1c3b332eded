grant select (
  id, user_id, status, currency, discount_cents, tax_cents, shipping_cents, total_cents, source, coupon_code, created_at,
  updated_at, confirmed_at, shipped_at, delivered_at, cancelled_at
) on orders_v2 to :"source_reader";

grant select (
  id, order_id, product_id, product_name, category, quantity, unit_price_cents, discount_cents, created_at, updated_at
) on order_items_v2 to :"source_reader";
