-- An order counts where its user had clicked in the 7 × 24 hours before it.
with reached as materialized (
  select distinct sides.user_token, sides.created_at
  from changed
  cross join lateral (
    values
      (changed.old_user_token, changed.old_created_at),
      (changed.new_user_token, changed.new_created_at)
  ) as sides (user_token, created_at)
  where sides.user_token is not null
)
select distinct etl.local_day(notifications.sent_at, this_run.zone) as slice
from reached
join core.notifications as notifications
  on notifications.user_token = reached.user_token
 and notifications.clicked_at > reached.created_at - interval '168 hours'
 and notifications.clicked_at <= reached.created_at
cross join this_run
where notifications.campaign_id is not null
