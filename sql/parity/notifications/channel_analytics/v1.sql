-- Old channels of channel_analytics.
select
  null::date as day, channel as key, total_sent, delivered, opened, clicked, delivery_rate, open_rate, click_rate,
  click_through_rate
from analytics_v1.channel_analytics
