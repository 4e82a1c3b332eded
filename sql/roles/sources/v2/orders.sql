grant select (
  id, order_number, user_id, status, currency, subtotal_cents, discount_cents, tax_cents, shipping_cents, total_cents,
  item_count, shipping_address, billing_address, source, coupon_code, created_at, updated_at, confirmed_at, shipped_at,
  delivered_at, cancelled_at
) on orders_v2 to :"source_reader";

grant select (
  id, order_id, product_id, product_variant_id, product_name, product_sku, category, quantity, unit_price_cents,
  discount_cents, tax_cents, total_cents, is_gift, created_at, updated_at
) on order_items_v2 to :"source_reader";
