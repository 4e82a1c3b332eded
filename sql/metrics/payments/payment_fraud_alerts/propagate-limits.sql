-- What is a low amount matters on days with alerts.
select distinct alerts.day as slice
from changed
join analytics.payment_fraud_alerts as alerts on alerts.day = coalesce(changed.new_day, changed.old_day)
where changed.old_p10_cents is distinct from changed.new_p10_cents
