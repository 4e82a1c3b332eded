-- The stale days' notifications by channel.
with counted as (
  select
    daily.day,
    daily.channel,
    sum(daily.sent) as sent,
    sum(daily.delivered) as delivered,
    sum(daily.bounced) as bounced,
    sum(daily.opened) as opened,
    sum(daily.clicked) as clicked,
    sum(daily.unsubscribed) as unsubscribed,
    sum(daily.complained) as complained
  from stale_days as stale
  join analytics.notification_daily as daily on daily.day = stale.day
  group by daily.day, daily.channel
)
select
  day,
  channel,
  sent,
  delivered,
  bounced,
  opened,
  clicked,
  unsubscribed,
  complained,
  delivered / sent as delivery_rate,
  bounced / sent as bounce_rate,
  opened / nullif(delivered, 0) as open_rate,
  clicked / nullif(delivered, 0) as click_rate,
  clicked / nullif(opened, 0) as click_to_open_rate,
  unsubscribed / nullif(delivered, 0) as unsubscribe_rate,
  complained / nullif(delivered, 0) as complaint_rate
from counted
