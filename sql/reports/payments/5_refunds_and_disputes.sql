-- Captured payments whose windows have closed (90 days for refunds, 120 for disputes), by currency
with refunds as (
  select
    currency,
    sum(captured_cents) as captured_cents,
    sum(refunded_90d_cents) as refunded_90d_cents,
    sum(refunded_90d_cents) / nullif(sum(captured_cents), 0) as refunded_90d_rate
  from analytics.refund_cohort_daily
  where maturity = 'final'
  group by currency
),
disputes as (
  select currency, sum(disputed) as disputed, sum(disputed) / nullif(sum(captured), 0) as dispute_rate
  from analytics.dispute_cohort_daily
  where maturity = 'final'
  group by currency
)
select
  refunds.currency,
  refunds.captured_cents,
  refunds.refunded_90d_cents,
  round(refunds.refunded_90d_rate, 4) as refunded_90d_rate,
  disputes.disputed,
  round(disputes.dispute_rate, 4) as dispute_rate
from refunds
left join disputes on disputes.currency = refunds.currency
order by refunds.captured_cents desc
