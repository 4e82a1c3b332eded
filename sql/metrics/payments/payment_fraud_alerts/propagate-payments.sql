-- Cards and amounts of an attempt matter where its hour is an alert. An hour that becomes one is reached as
-- an hour.
with sides as (
  select
    date_trunc('hour', changed.old_created_at, this_run.zone) as hour,
    coalesce(changed.old_provider, 'unknown') as provider
  from changed
  cross join this_run
  where changed.old_created_at is not null
  union
  select
    date_trunc('hour', changed.new_created_at, this_run.zone),
    coalesce(changed.new_provider, 'unknown')
  from changed
  cross join this_run
  where changed.new_created_at is not null
)
select distinct alerts.day as slice
from sides
join analytics.payment_fraud_alerts as alerts
  on alerts.hour = sides.hour
 and alerts.provider = sides.provider
