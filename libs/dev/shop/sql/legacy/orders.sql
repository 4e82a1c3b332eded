-- The orders with their lines as the old tables have them, amounts in major units.
with units as (
  select
    orders_v2.*,
    case currency when 'JPY' then 1 when 'KWD' then 1000 else 100 end as per_unit
  from orders_v2
),
lines as (
  select
    items.order_id,
    json_agg(
      json_build_object(
        'product_id', items.product_id,
        'product_name', items.product_name,
        'product_sku', items.product_sku,
        'product_category', items.category,
        'quantity', items.quantity,
        'unit_price', items.unit_price_cents / units.per_unit::double precision,
        'total_price', items.total_cents / units.per_unit::double precision
      )
      order by items.id
    )::text as items_json
  from order_items_v2 as items
  join units on units.id = items.order_id
  group by items.order_id
)
select
  units.id::integer as id,
  units.user_id::integer as user_id,
  units.total_cents / units.per_unit::double precision as total_amount,
  case units.status
    when 'confirmed' then 'pending'
    when 'processing' then 'pending'
    when 'shipped' then 'pending'
    when 'delivered' then 'completed'
    else units.status
  end as status,
  units.created_at at time zone 'UTC' as created_at,
  units.updated_at at time zone 'UTC' as updated_at,
  units.shipping_address,
  units.billing_address,
  'customer' || units.user_id || '@example.org' as customer_email,
  '+1555' || lpad((units.user_id % 10000000)::text, 7, '0') as customer_phone,
  units.item_count,
  coalesce(lines.items_json, '[]') as items_json
from units
left join lines on lines.order_id = units.id
