-- Cards and amounts of an attempt matter where its hour is an alert. An hour that becomes one is reached as
-- an hour.
with sides as (
  select distinct
    date_trunc('hour', side.created_at, this_run.zone) as hour,
    coalesce(side.provider, 'unknown') as provider
  from changed
  cross join this_run
  cross join lateral (
    values (changed.old_provider, changed.old_created_at), (changed.new_provider, changed.new_created_at)
  ) as side (provider, created_at)
  where side.created_at is not null
)
select distinct alerts.day as slice
from sides
join analytics.payment_fraud_alerts as alerts
  on alerts.hour = sides.hour
 and alerts.provider = sides.provider
