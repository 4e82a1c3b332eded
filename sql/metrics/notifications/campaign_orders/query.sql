-- Orders that followed clicks in campaign notifications sent on the stale days. The bounds of a day say all, and find
-- the notifications of a few days; by the day itself those of many are hashed, not compared with each day.
with clicked as materialized (
  select
    stale.day,
    notifications.campaign_id,
    coalesce(notifications.channel, 'unknown') as channel,
    notifications.user_token,
    notifications.clicked_at
  from stale_days as stale
  cross join this_run
  join core.notifications as notifications
    on notifications.sent_at >= stale.starts_at
   and notifications.sent_at < stale.counts_until
   and etl.local_day(notifications.sent_at, this_run.zone) = stale.day
  where notifications.campaign_id is not null
    and notifications.clicked_at < this_run.now
    and greatest(notifications.created_at, notifications.sent_at) < this_run.now
)
select distinct
  clicked.day,
  clicked.campaign_id,
  clicked.channel,
  orders.order_id,
  orders.currency,
  orders.net_cents
from clicked
join core.valid_orders as orders
  on orders.user_token = clicked.user_token
 and orders.created_at >= clicked.clicked_at
 and orders.created_at < clicked.clicked_at + interval '168 hours'
cross join this_run
where orders.created_at < this_run.now
