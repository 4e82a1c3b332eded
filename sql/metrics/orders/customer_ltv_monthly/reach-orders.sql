-- An order counts in the cohort of its customer.
select customers.first_order_month as slice
from changed
cross join lateral (values (changed.old_user_token), (changed.new_user_token)) as sides (user_token)
join core.customers as customers on customers.user_token = sides.user_token
