-- Alerts of the stale days. A rate equal to the limit is no alert: what the fractions' rounding adds to one
-- side or the other is far below the 12 places compared.
with hours as materialized (
  select
    hours.hour,
    hours.provider,
    hours.day,
    hours.clock_hour,
    hours.attempts,
    hours.declines,
    hours.declines::double precision / hours.attempts as rate
  from stale_days as stale
  join core.payment_hours as hours on hours.day = stale.day
  where hours.attempts >= 5
    and hours.declines > 0
),
-- The day as a column: as an expression over two relations it would be compared after the join.
compared as materialized (
  select hours.hour, hours.provider, hours.clock_hour, hours.day - 7 * weeks as day
  from hours
  cross join generate_series(1, 8) as weeks
),
baseline as materialized (
  select
    compared.hour,
    compared.provider,
    earlier.day as earlier_day,
    earlier.declines::double precision / earlier.attempts as rate
  from compared
  join core.payment_hours as earlier
    on earlier.day = compared.day
   and earlier.clock_hour = compared.clock_hour
   and earlier.provider = compared.provider
),
medians as (
  select hour, provider, percentile_cont(0.5) within group (order by rate) as median
  from baseline
  group by hour, provider
  having count(distinct earlier_day) >= 4
),
deviations as (
  select
    medians.hour,
    medians.provider,
    medians.median,
    percentile_cont(0.5) within group (order by abs(baseline.rate - medians.median)) as mad
  from medians
  join baseline
    on baseline.hour = medians.hour
   and baseline.provider = medians.provider
  group by medians.hour, medians.provider, medians.median
),
alerts as materialized (
  select hours.*, deviations.median, deviations.mad
  from hours
  join deviations
    on deviations.hour = hours.hour
   and deviations.provider = hours.provider
  where round((hours.rate - deviations.median - 3 * deviations.mad)::numeric, 12) > 0
)
-- Grouped by all of an alert, not joined to it again: nothing tells the planner how many alerts there are, and it
-- would gather the attempts of all of them anew for each.
select
  alerts.hour,
  alerts.provider,
  alerts.day,
  alerts.attempts,
  alerts.declines,
  alerts.declines::numeric / alerts.attempts as decline_rate,
  alerts.median::numeric as baseline_median,
  alerts.mad::numeric as baseline_mad,
  count(distinct payments.card_fingerprint_token) as distinct_cards,
  (count(*) filter (where payments.amount_cents < limits.p10_cents))::numeric / alerts.attempts as low_amount_share,
  case when 2 * alerts.declines >= alerts.attempts then 'high' else 'medium' end as severity
from alerts
cross join this_run
join core.payments as payments
  on payments.created_at >= alerts.hour
 and payments.created_at < least(alerts.hour + interval '1 hour', this_run.now)
 and date_trunc('hour', payments.created_at, this_run.zone) = alerts.hour
 and coalesce(payments.provider, 'unknown') = alerts.provider
left join core.payment_amount_limits as limits
  on limits.day = alerts.day
 and limits.currency = payments.currency
group by alerts.hour, alerts.provider, alerts.day, alerts.attempts, alerts.declines, alerts.median, alerts.mad
