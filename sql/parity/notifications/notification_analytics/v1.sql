-- Days, old channels and types of notification_analytics.
select
  notification_date as day, channel || ' ' || notification_type as key, total_sent, delivered, opened, clicked,
  delivery_rate, open_rate, click_rate, click_through_rate
from analytics_v1.notification_analytics
join compared on notification_date between compared.from_day and compared.to_day
