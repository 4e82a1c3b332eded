-- Attempts to pay of the legacy source.
with priced as materialized (
  select legacy.*, core.minor_units(legacy.amount, legacy.currency) as amount_cents
  from legacy_rows as legacy
)
select
  priced.id,
  priced.order_id,
  priced.user_token,
  priced.amount_cents,
  case when priced.status in ('success', 'refunded') then priced.amount_cents end as captured_cents,
  priced.currency,
  statuses.v2_word as status,
  methods.v2_word as payment_method,
  null as provider,
  priced.card_fingerprint_token,
  null as card_brand,
  null as card_country,
  priced.error_code as failure_code,
  null as processing_time_ms,
  priced.created_at,
  null as authorized_at,
  case when priced.status in ('success', 'refunded') then priced.processed_at end as captured_at,
  case when priced.status = 'failed' then priced.processed_at end as failed_at,
  priced.updated_at,
  array[
    case when priced.status is not null and statuses.v2_word is null then 'status: outside the vocabulary' end,
    case
      when priced.payment_method is not null and methods.v2_word is null then 'payment_method: outside the vocabulary'
    end,
    case
      when priced.amount is not null and priced.amount_cents is null then 'amount: no whole number of minor units'
    end
  ] as defects
from priced
left join core.vocabulary as statuses
  on statuses.field = 'payments.status' and statuses.v1_word = priced.status and statuses.read
left join core.vocabulary as methods
  on methods.field = 'payments.payment_method' and methods.v1_word = priced.payment_method and methods.read
