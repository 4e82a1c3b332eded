-- From the first month with a first order to the last complete one, and the running month where it has one.
select
  min(customers.first_order_month) as first_slice,
  greatest(
    max(customers.first_order_month), (date_trunc('month', this_run.today::timestamp) - interval '1 month')::date
  ) as last_slice
from core.customers as customers
cross join this_run
group by this_run.today
