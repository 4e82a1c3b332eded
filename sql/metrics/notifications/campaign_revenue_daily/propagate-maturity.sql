-- The maturity of a campaign's day matters here where there are orders.
select distinct orders.day as slice
from changed
join core.campaign_orders as orders
  on orders.day = changed.new_day
 and orders.campaign_id = changed.new_campaign_id
 and orders.channel = changed.new_channel
