-- Hours with alarming declines (payment_fraud_alerts)
select
  to_char(hour at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as hour_utc,
  provider,
  severity,
  attempts,
  declines,
  round(decline_rate, 2) as decline_rate,
  round(baseline_median, 2) as usual,
  distinct_cards as cards,
  round(low_amount_share, 2) as low_amounts,
  case
    when low_amount_share >= 0.5 and distinct_cards >= attempts / 3 then 'looks like card testing'
    else 'looks like an outage'
  end as reading
from analytics.payment_fraud_alerts
order by hour desc
limit 12
