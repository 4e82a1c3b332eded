-- Only clicked notifications of campaigns lead to orders.
with minutes as (
  select date_trunc('minute', old_sent_at) as minute
  from changed
  where old_clicked_at is not null
    and old_campaign_id is not null
  union
  select date_trunc('minute', new_sent_at)
  from changed
  where new_clicked_at is not null
    and new_campaign_id is not null
)
select distinct etl.local_day(minutes.minute, this_run.zone) as slice
from minutes
cross join this_run
