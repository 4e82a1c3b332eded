-- All days of channel_daily.
select
  null::date as day, channel, '' as rest_of_key, sent, delivered, opened, clicked, delivery_rate, open_rate,
  click_to_open_rate, click_rate
from analytics.channel_daily
