-- Only notifications of campaigns count here. Few distinct minutes stand for many instants.
with minutes as (
  select distinct date_trunc('minute', sides.sent_at) as minute
  from changed
  cross join lateral (
    values
      (changed.old_sent_at, changed.old_campaign_id),
      (changed.new_sent_at, changed.new_campaign_id)
  ) as sides (sent_at, campaign_id)
  where sides.campaign_id is not null
)
select distinct etl.local_day(minutes.minute, this_run.zone) as slice
from minutes
cross join this_run
