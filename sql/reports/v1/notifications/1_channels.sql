-- Channels, all time, rates in percent
select channel, total_sent, delivered, delivery_rate, open_rate, click_rate, click_through_rate
from analytics_v1.channel_analytics
order by total_sent desc
