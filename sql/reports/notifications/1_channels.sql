-- Channels over the last 4 complete weeks
with last_day as (
  select max(day) as day
  from analytics.notification_fatigue_daily
)
select
  channels.channel,
  sum(channels.sent) as sent,
  round(sum(channels.delivered)::numeric / nullif(sum(channels.sent), 0), 3) as delivery_rate,
  round(sum(channels.bounced)::numeric / nullif(sum(channels.sent), 0), 3) as bounce_rate,
  round(sum(channels.opened)::numeric / nullif(sum(channels.delivered), 0), 3) as open_rate,
  round(sum(channels.clicked)::numeric / nullif(sum(channels.delivered), 0), 3) as click_rate
from analytics.channel_daily as channels
join last_day on channels.day <= last_day.day and channels.day > last_day.day - 28
group by channels.channel
order by sent desc
