-- All days of the stale channels.
with counted as (
  select
    daily.channel,
    sum(daily.total_sent) as total_sent,
    sum(daily.delivered) as delivered,
    sum(daily.opened) as opened,
    sum(daily.clicked) as clicked
  from stale_keys as stale
  join analytics_v1.notification_analytics as daily on daily.channel = stale.key
  group by daily.channel
)
select
  channel,
  total_sent,
  delivered,
  opened,
  clicked,
  round(100 * delivered / total_sent, 2) as delivery_rate,
  case when channel <> 'push' then coalesce(round(100 * opened / nullif(delivered, 0), 2), 0) end as open_rate,
  case when channel <> 'push' then coalesce(round(100 * clicked / nullif(opened, 0), 2), 0) end as click_rate,
  case when channel <> 'push' then round(100 * clicked / total_sent, 2) end as click_through_rate
from counted
