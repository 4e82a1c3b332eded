-- An order counts in the cohort of its customer.
with reached as (
  select old_user_token as user_token from changed
  union
  select new_user_token from changed
)
select distinct customers.first_order_month as slice
from reached
join core.customers as customers on customers.user_token = reached.user_token
