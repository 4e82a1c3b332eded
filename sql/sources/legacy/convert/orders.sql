-- Orders of the legacy source, in the currency of their payments when these have exactly one. An order with a
-- line that cannot be read is refused as a whole: without part of its lines it would count wrong.
with paid as materialized (
  select payments.order_id, min(payments.currency) as currency
  from legacy_rows as legacy
  join core.payments as payments on payments.order_id = legacy.id
  group by payments.order_id
  having count(distinct payments.currency) = 1
),
sold as materialized (
  select legacy.*, coalesce(paid.currency, current_setting('etl.legacy_currency')) as currency
  from legacy_rows as legacy
  left join paid on paid.order_id = legacy.id
),
priced as materialized (
  select sold.*, core.minor_units(sold.total_amount, sold.currency) as total_cents
  from sold
)
select
  priced.id,
  priced.user_token,
  statuses.v2_word as status,
  priced.currency,
  null as discount_cents,
  null as tax_cents,
  null as shipping_cents,
  priced.total_cents,
  null as source,
  null as coupon_code,
  priced.created_at,
  priced.updated_at,
  null as confirmed_at,
  null as shipped_at,
  null as delivered_at,
  null as cancelled_at,
  array[
    case when priced.status is not null and statuses.v2_word is null then 'status: outside the vocabulary' end,
    case
      when priced.total_amount is not null and priced.total_cents is null
      then 'total_amount: no whole number of minor units'
    end,
    case when abs(priced.id::numeric) > 922337203685476 then 'id: too large to number its lines' end
  ] || array(
    select distinct defect
    from core.legacy_lines(priced.items_json, priced.currency) as lines
    cross join unnest(lines.defects) as defect
  ) as defects
from priced
left join core.vocabulary as statuses
  on statuses.field = 'orders.status' and statuses.v1_word = priced.status and statuses.read
