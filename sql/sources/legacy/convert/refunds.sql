-- Refunds of the legacy source, with what their payments captured.
with priced as materialized (
  select
    legacy.*,
    core.minor_units(legacy.amount, legacy.currency) as amount_cents,
    case
      when legacy.payment_status is null then null
      when legacy.payment_status in ('success', 'refunded')
      then core.minor_units(legacy.payment_amount, legacy.payment_currency)
      else 0
    end as payment_captured_cents
  from legacy_rows as legacy
)
select
  priced.id,
  priced.payment_id,
  priced.order_id,
  priced.amount_cents,
  priced.currency,
  reasons.v2_word as reason,
  statuses.v2_word as status,
  priced.created_at,
  priced.processed_at,
  priced.updated_at,
  priced.payment_currency,
  priced.payment_captured_cents,
  array[
    case when priced.status is not null and statuses.v2_word is null then 'status: outside the vocabulary' end,
    case when priced.reason is not null and reasons.v2_word is null then 'reason: outside the vocabulary' end,
    case
      when priced.amount is not null and priced.amount_cents is null then 'amount: no whole number of minor units'
    end
  ] as defects
from priced
left join core.vocabulary as statuses
  on statuses.field = 'refunds.status' and statuses.v1_word = priced.status and statuses.read
left join core.vocabulary as reasons
  on reasons.field = 'refunds.reason' and reasons.v1_word = priced.reason and reasons.read
