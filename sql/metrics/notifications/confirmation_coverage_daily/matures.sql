-- Days that have matured, and those of orders whose instants have passed: it may be a while until orders
-- are loaded again.
select published.day as slice
from analytics.confirmation_coverage_daily as published
cross join maturing
cross join this_run
where published.maturity = 'provisional'
  and etl.day_start(published.day + 1, this_run.zone) + interval '10 minutes' <= maturing.until
union
select etl.local_day(orders.confirmed_at, this_run.zone)
from core.orders as orders
cross join this_run
where orders.confirmed_at >= (select after from maturing)
  and orders.confirmed_at < (select until from maturing)
union
select etl.local_day(orders.confirmed_at, this_run.zone)
from core.orders as orders
cross join this_run
where orders.created_at >= (select after from maturing)
  and orders.created_at < (select until from maturing)
  and orders.confirmed_at < orders.created_at
