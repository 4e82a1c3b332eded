-- Orders of the stale days by currency and source; amounts of valid orders only.
select
  stale.day,
  orders.currency,
  coalesce(orders.source, 'unknown') as source,
  count(*) as placed,
  count(*) - count(valid.order_id) as cancelled,
  count(valid.order_id) as valid,
  coalesce(sum(valid.gross_cents), 0) as gross_cents,
  case when (select core.is_available('orders', 'discount_cents')) then coalesce(sum(valid.discount_cents), 0) end as discount_cents,
  case
    when (select core.is_available('orders', 'tax_cents'))
    then coalesce(sum(orders.tax_cents) filter (where valid.order_id is not null), 0)
  end as tax_cents,
  case
    when (select core.is_available('orders', 'shipping_cents'))
    then coalesce(sum(orders.shipping_cents) filter (where valid.order_id is not null), 0)
  end as shipping_cents,
  coalesce(sum(orders.total_cents) filter (where valid.order_id is not null), 0) as total_cents,
  coalesce(sum(valid.items), 0) as items,
  coalesce(sum(valid.refunded_cents), 0) as refunded_cents,
  coalesce(sum(valid.refunds_in_other_currency), 0) as refunds_in_other_currency,
  case when (select core.is_available('orders', 'discount_cents')) then coalesce(sum(valid.net_cents), 0) end as net_cents,
  (sum(valid.gross_cents) - sum(valid.discount_cents)) / nullif(count(valid.order_id), 0) as aov_cents,
  (count(*) - count(valid.order_id))::numeric / count(*) as cancel_rate
from stale_days as stale
join core.orders as orders
  on orders.created_at >= stale.starts_at
 and orders.created_at < stale.counts_until
left join core.valid_orders as valid
  on valid.order_id = orders.id
 and valid.user_token = orders.user_token
group by stale.day, orders.currency, coalesce(orders.source, 'unknown')
