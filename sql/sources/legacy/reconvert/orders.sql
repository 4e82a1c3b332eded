-- Orders that are in another currency than their payments tell by now, and refused ones: the currency decides what
-- is wrong with them, and quarantine does not keep it.
with paid as (
  select order_id, min(currency) as currency
  from core.payments
  where order_id is not null
  group by order_id
  having count(distinct currency) = 1
)
select orders.id
from core.orders as orders
left join paid on paid.order_id = orders.id
where orders.currency <> coalesce(paid.currency, current_setting('etl.legacy_currency'))
union all
select source_id
from etl.quarantine
where entity = 'orders'
