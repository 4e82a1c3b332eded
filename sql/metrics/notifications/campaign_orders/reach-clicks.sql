-- Only clicked notifications of campaigns lead to orders.
select distinct etl.local_day(sides.sent_at, this_run.zone) as slice
from changed
cross join lateral (
  values
    (changed.old_sent_at, changed.old_clicked_at, changed.old_campaign_id),
    (changed.new_sent_at, changed.new_clicked_at, changed.new_campaign_id)
) as sides (sent_at, clicked_at, campaign_id)
cross join this_run
where sides.clicked_at is not null
  and sides.campaign_id is not null
