-- The stale days' campaign orders by currency.
select
  orders.day,
  orders.campaign_id,
  orders.channel,
  orders.currency,
  count(*) as orders_7d,
  sum(orders.net_cents) as net_cents,
  campaigns.maturity
from stale_days as stale
join core.campaign_orders as orders on orders.day = stale.day
join analytics.campaign_daily as campaigns
  on campaigns.day = orders.day
 and campaigns.campaign_id = orders.campaign_id
 and campaigns.channel = orders.channel
group by orders.day, orders.campaign_id, orders.channel, orders.currency, campaigns.maturity
