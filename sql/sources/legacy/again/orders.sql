-- Orders that are in another currency than their payments tell by now, and refused ones whose amounts may be
-- whole in another currency.
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
  and array_to_string(reasons, ' ') like '%minor units%'
