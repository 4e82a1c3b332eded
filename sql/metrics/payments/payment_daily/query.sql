-- Attempts of the stale days and what became of them.
with attempts as materialized (
  select
    stale.day,
    payments.currency,
    coalesce(payments.provider, 'unknown') as provider,
    coalesce(payments.payment_method, 'unknown') as payment_method,
    coalesce(payments.card_brand, 'unknown') as card_brand,
    core.payment_outcome(
      payments.authorized_at, payments.captured_at, payments.failed_at, payments.status, this_run.now
    ) as outcome,
    payments.created_at + interval '24 hours' > this_run.now as under_24h,
    payments.amount_cents,
    case when payments.captured_at < this_run.now then coalesce(payments.captured_cents, 0) else 0 end as captured_cents,
    payments.processing_time_ms
  from stale_days as stale
  join core.payments as payments
    on payments.created_at >= stale.starts_at
   and payments.created_at < stale.counts_until
  cross join this_run
),
by_grain as (
  select
    day,
    currency,
    provider,
    payment_method,
    card_brand,
    count(*) as attempts,
    count(*) filter (where outcome = 'succeeded') as succeeded,
    count(*) filter (where outcome = 'failed') as failed,
    count(*) filter (where outcome = 'cancelled') as cancelled,
    count(*) filter (where outcome = 'pending') as pending,
    count(*) filter (where outcome = 'pending' and under_24h) as pending_under_24h,
    sum(amount_cents) as amount_cents,
    sum(captured_cents) as captured_cents,
    percentile_cont(array[0.5, 0.95]) within group (order by processing_time_ms)
      filter (where outcome = 'succeeded' and processing_time_ms >= 0) as processing_time_ms,
    avg(processing_time_ms) filter (where outcome = 'succeeded') as avg_processing_time_ms
  from attempts
  group by day, currency, provider, payment_method, card_brand
)
select
  day,
  currency,
  provider,
  payment_method,
  card_brand,
  attempts,
  succeeded,
  failed,
  cancelled,
  pending,
  pending_under_24h,
  amount_cents,
  captured_cents,
  succeeded::numeric / nullif(attempts - pending_under_24h, 0) as success_rate,
  processing_time_ms[1]::numeric as p50_processing_time_ms,
  processing_time_ms[2]::numeric as p95_processing_time_ms,
  avg_processing_time_ms
from by_grain
