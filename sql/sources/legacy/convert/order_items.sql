-- Lines of the legacy orders just read, in their order's currency.
select
  legacy.id * 10000 + lines.position as id,
  legacy.id as order_id,
  lines.product_id,
  lines.product_name,
  lines.category,
  lines.quantity,
  lines.unit_price_cents,
  null as discount_cents,
  legacy.created_at,
  legacy.updated_at
from legacy_rows as legacy
join core.orders as orders on orders.id = legacy.id
cross join lateral core.legacy_lines(legacy.items_json, orders.currency) as lines
