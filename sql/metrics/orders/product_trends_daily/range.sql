-- From the first day with a sale to the last complete day.
select min(sales.day) as first_slice, this_run.today - 1 as last_slice
from analytics.product_daily as sales
cross join this_run
group by this_run.today
