-- Campaign notifications sent on the stale days, what has become of them, and the orders credited to them.
with sent as materialized (
  select
    stale.day,
    stale.ends_at,
    notifications.campaign_id,
    coalesce(notifications.channel, 'unknown') as channel,
    notifications.delivered_at < this_run.now as delivered,
    notifications.bounced_at < this_run.now as bounced,
    notifications.opened_at < this_run.now as opened,
    notifications.clicked_at < this_run.now as clicked,
    notifications.unsubscribed_at < this_run.now as unsubscribed,
    notifications.complained_at < this_run.now as complained,
    notifications.clicked_at
  from stale_days as stale
  join core.notifications as notifications
    on notifications.sent_at >= stale.starts_at
   and notifications.sent_at < stale.counts_until
   -- By the day as well, so that the rows of many days are hashed, not compared with each day.
   and etl.local_day(notifications.sent_at, (select zone from this_run)) = stale.day
  cross join this_run
  where greatest(notifications.created_at, notifications.sent_at) < this_run.now
),
counted as (
  select
    day,
    ends_at,
    campaign_id,
    channel,
    count(*) as sent,
    count(*) filter (where delivered) as delivered,
    case when (select core.is_available('notifications', 'bounced_at')) then count(*) filter (where bounced) end as bounced,
    count(*) filter (where opened) as opened,
    count(*) filter (where clicked) as clicked,
    case when (select core.is_available('notifications', 'unsubscribed_at')) then count(*) filter (where unsubscribed) end as unsubscribed,
    case when (select core.is_available('notifications', 'complained_at')) then count(*) filter (where complained) end as complained,
    max(clicked_at) filter (where clicked) as last_clicked_at
  from sent
  where campaign_id is not null
  group by day, ends_at, campaign_id, channel
),
ordered as (
  select orders.day, orders.campaign_id, orders.channel, count(*) as orders_7d
  from stale_days as stale
  join core.campaign_orders as orders on orders.day = stale.day
  group by orders.day, orders.campaign_id, orders.channel
)
select
  counted.day,
  counted.campaign_id,
  counted.channel,
  counted.sent,
  counted.delivered,
  counted.bounced,
  counted.opened,
  counted.clicked,
  counted.unsubscribed,
  counted.complained,
  counted.delivered::numeric / counted.sent as delivery_rate,
  counted.bounced::numeric / counted.sent as bounce_rate,
  counted.opened::numeric / nullif(counted.delivered, 0) as open_rate,
  counted.clicked::numeric / nullif(counted.delivered, 0) as click_rate,
  counted.clicked::numeric / nullif(counted.opened, 0) as click_to_open_rate,
  counted.unsubscribed::numeric / nullif(counted.delivered, 0) as unsubscribe_rate,
  counted.complained::numeric / nullif(counted.delivered, 0) as complaint_rate,
  coalesce(ordered.orders_7d, 0) as orders_7d,
  case
    when greatest(counted.ends_at, counted.last_clicked_at) + interval '168 hours' <= this_run.now then 'final'
    else 'provisional'
  end as maturity
from counted
left join ordered
  on ordered.day = counted.day
 and ordered.campaign_id = counted.campaign_id
 and ordered.channel = counted.channel
cross join this_run
