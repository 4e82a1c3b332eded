-- The same days of notification_daily, by provider and template.
select
  daily.day, daily.channel, ' ' || daily.notification_type as rest_of_key, daily.sent, daily.delivered, daily.opened,
  daily.clicked, daily.delivery_rate, daily.open_rate, daily.click_to_open_rate, daily.click_rate
from analytics.notification_daily as daily
join compared on daily.day between compared.from_day and compared.to_day
