-- From the first to the last month with a first order.
select min(customers.first_order_month) as first_slice, max(customers.first_order_month) as last_slice
from core.customers as customers
