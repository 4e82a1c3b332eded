-- Only notifications of campaigns count here. Few distinct minutes stand for many instants.
with minutes as (
  select date_trunc('minute', old_sent_at) as minute
  from changed
  where old_campaign_id is not null
  union
  select date_trunc('minute', new_sent_at)
  from changed
  where new_campaign_id is not null
)
select distinct etl.local_day(minutes.minute, this_run.zone) as slice
from minutes
cross join this_run
