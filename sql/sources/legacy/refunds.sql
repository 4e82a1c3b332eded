-- refunds_legacy with what its payment says; notes are never read. A refund is in the currency of its payment;
-- where that is not there, of its order's payments when they have exactly one. What its payment captured decides
-- whether a refund is sound, so a changed payment makes its refunds read again.
with order_currencies as (
  select order_id, min(upper(currency collate "C")) as currency
  from payments_legacy
  where order_id is not null
  group by order_id
  having count(distinct upper(currency collate "C")) = 1
)
select
  refunds.id,
  refunds.payment_id,
  refunds.order_id,
  refunds.amount,
  coalesce(
    upper(payments.currency collate "C"), order_currencies.currency, current_setting('etl.legacy_currency')
  ) as currency,
  refunds.reason,
  refunds.status,
  refunds.created_at at time zone 'UTC' as created_at,
  refunds.processed_at at time zone 'UTC' as processed_at,
  case
    when refunds.updated_at is not null then greatest(refunds.updated_at, payments.updated_at) at time zone 'UTC'
  end as updated_at,
  upper(payments.currency collate "C") as payment_currency,
  payments.amount as payment_amount,
  -- Of a payment that has none it is empty: NULL is that there is no such payment.
  case when payments.id is not null then coalesce(payments.status, '') end as payment_status
from refunds_legacy as refunds
left join payments_legacy as payments on payments.id = refunds.payment_id
left join order_currencies on order_currencies.order_id = refunds.order_id
