-- A new month lengthens the grid of every cohort.
select distinct customers.first_order_month as slice
from core.customers as customers
cross join maturing
cross join this_run
where date_trunc('month', etl.local_day(maturing.after, this_run.zone)::timestamp)
    < date_trunc('month', this_run.today::timestamp)
