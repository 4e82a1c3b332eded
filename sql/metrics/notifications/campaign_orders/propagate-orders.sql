-- An order counts where its user had clicked in the 7 × 24 hours before it.
with reached as materialized (
  select old_user_token as user_token, old_created_at as created_at
  from changed
  where old_user_token is not null
  union
  select new_user_token, new_created_at
  from changed
  where new_user_token is not null
)
select distinct etl.local_day(notifications.sent_at, this_run.zone) as slice
from reached
join core.notifications as notifications
  on notifications.user_token = reached.user_token
 and notifications.clicked_at > reached.created_at - interval '168 hours'
 and notifications.clicked_at <= reached.created_at
cross join this_run
where notifications.campaign_id is not null
