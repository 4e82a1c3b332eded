-- refunds_v2 as the entity `refunds`; notes are never read. What its payment captured decides whether a
-- refund is sound, so a changed payment makes its refunds read again.
select
  refunds.id,
  refunds.payment_id,
  refunds.order_id,
  refunds.amount_cents,
  upper(refunds.currency collate "C") as currency,
  refunds.reason,
  refunds.status,
  refunds.created_at,
  refunds.processed_at,
  case when refunds.updated_at is not null then greatest(refunds.updated_at, payments.updated_at) end as updated_at,
  upper(payments.currency collate "C") as payment_currency,
  case when payments.id is not null then coalesce(payments.captured_cents, 0) end as payment_captured_cents
from refunds_v2 as refunds
left join payments_v2 as payments on payments.id = refunds.payment_id
