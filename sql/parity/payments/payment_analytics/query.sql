-- Days and methods of payment_analytics beside payment_daily. What v1 takes from the status and v2 from instants
-- is counted in core: each explained value is v2's own, corrected by the attempts that the two see differently.
with v1 as (
  select
    payment_date as day, payment_method, transaction_count, total_amount, successful_count, failed_count,
    success_rate, avg_processing_time_ms
  from analytics_v1.payment_analytics
  join compared on payment_date between compared.from_day and compared.to_day
),
attempts as (
  select
    etl.local_day(payments.created_at, this_run.zone) as day,
    coalesce(payments.payment_method, 'unknown') as payment_method,
    payments.currency,
    coalesce(payments.provider, 'unknown') as provider,
    coalesce(payments.card_brand, 'unknown') as card_brand,
    statuses.v1_word as word,
    core.payment_outcome(
      payments.authorized_at, payments.captured_at, payments.failed_at, payments.status, this_run.now
    ) as outcome,
    coalesce(
      case when payments.captured_at < this_run.now then payments.captured_at end,
      case when payments.failed_at < this_run.now then payments.failed_at end
    ) - payments.created_at as processing_time,
    payments.processing_time_ms,
    payments.created_at + interval '24 hours' > this_run.now as under_24h
  from core.payments as payments
  join core.vocabulary as statuses
    on statuses.field = 'payments.status' and statuses.v2_word = payments.status
  cross join this_run
  cross join compared
  where payments.created_at >= etl.day_start(compared.from_day, this_run.zone)
    and payments.created_at < least(etl.day_start(compared.to_day + 1, this_run.zone), this_run.now)
),
timed as (
  select day, payment_method, currency, provider, card_brand, count(*) as attempts
  from attempts
  where outcome = 'succeeded' and processing_time_ms is not null
  group by day, payment_method, currency, provider, card_brand
),
v2 as (
  select
    daily.day,
    daily.payment_method,
    sum(daily.attempts) as attempts,
    sum(daily.succeeded) as succeeded,
    sum(daily.failed) as failed,
    sum(daily.pending_under_24h) as pending_under_24h,
    bool_and(
      daily.success_rate is not distinct from daily.succeeded::numeric / nullif(daily.attempts - daily.pending_under_24h, 0)
    ) as rates_hold,
    sum(core.major_units(daily.amount_cents, daily.currency)) as all_amount,
    count(distinct daily.currency) as currencies,
    sum(daily.avg_processing_time_ms * timed.attempts)
      / sum(timed.attempts) filter (where daily.avg_processing_time_ms is not null) as processing_time_ms
  from analytics.payment_daily as daily
  join compared on daily.day between compared.from_day and compared.to_day
  left join timed
    on timed.day = daily.day
   and timed.payment_method = daily.payment_method
   and timed.currency = daily.currency
   and timed.provider = daily.provider
   and timed.card_brand = daily.card_brand
  group by daily.day, daily.payment_method
),
corrections as (
  select
    day,
    payment_method,
    count(*) filter (where word = 'success' and outcome <> 'succeeded')
      - count(*) filter (where word <> 'success' and outcome = 'succeeded') as successes,
    bool_or((word = 'success') <> (outcome = 'succeeded')) as successes_differ,
    count(*) filter (where word = 'failed' and outcome <> 'failed')
      - count(*) filter (where word <> 'failed' and outcome = 'failed') as failures,
    bool_or((word = 'failed') <> (outcome = 'failed')) as failures_differ,
    count(*) filter (where outcome = 'pending' and under_24h) as pending_under_24h,
    avg(extract(epoch from processing_time) * 1000) as ms_by_instants,
    avg(processing_time_ms) filter (where outcome = 'succeeded') as ms_of_succeeded
  from attempts
  group by day, payment_method
),
paired as (
  select
    coalesce(v1.day, v2.day) as day,
    coalesce(v1.payment_method, v2.payment_method) as key,
    v1.transaction_count,
    v1.total_amount,
    v1.successful_count,
    v1.failed_count,
    v1.success_rate,
    v1.avg_processing_time_ms,
    v2.attempts,
    v2.succeeded,
    v2.failed,
    v2.pending_under_24h,
    v2.currencies,
    v2.all_amount,
    v2.processing_time_ms,
    v2.succeeded + corrections.successes as successes_by_status,
    v2.failed + corrections.failures as failures_by_status,
    v2.rates_hold and v2.pending_under_24h = corrections.pending_under_24h as rates_hold,
    -- Where v2's means are wrong nothing explains v1's.
    case
      when v2.processing_time_ms is null and corrections.ms_of_succeeded is null
        or abs(v2.processing_time_ms - corrections.ms_of_succeeded) <= 1e-9 * abs(corrections.ms_of_succeeded)
      then corrections.ms_by_instants
      else 'NaN'
    end as ms_by_instants,
    case when corrections.successes_differ then 'success_by_status' end as success_reason,
    case when corrections.failures_differ then 'failed_by_status' end as failed_reason
  from v1
  full join v2 on v2.day = v1.day and v2.payment_method = v1.payment_method
  left join corrections
    on corrections.day = coalesce(v1.day, v2.day)
   and corrections.payment_method = coalesce(v1.payment_method, v2.payment_method)
)
select
  paired.day,
  paired.key,
  measures.measure,
  measures.v1,
  measures.v2,
  measures.reasons,
  measures.explained
from paired
cross join lateral (
  values
    ('transaction_count', transaction_count, attempts, array[]::text[], null),
    (
      'total_amount', total_amount, case when currencies = 1 then all_amount end,
      array[case when currencies > 1 then 'currencies_added' end], all_amount
    ),
    ('successful_count', successful_count, succeeded, array[success_reason], successes_by_status),
    ('failed_count', failed_count, failed, array[failed_reason], failures_by_status),
    (
      'success_rate', success_rate, 100 * succeeded / nullif(attempts - pending_under_24h, 0),
      array['rounded_percent', success_reason, case when pending_under_24h > 0 then 'pending_counted' end],
      case when rates_hold then round(100 * successes_by_status / nullif(attempts, 0), 2) end
    ),
    (
      'avg_processing_time_ms', avg_processing_time_ms, processing_time_ms,
      array['timed_by_instants'], ms_by_instants
    )
) as measures (measure, v1, v2, reasons, explained)
