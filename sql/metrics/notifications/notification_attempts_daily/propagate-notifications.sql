-- Of the status only failing counts here, of the retries whether there were any. Few distinct minutes stand
-- for many instants.
with moved as materialized (
  select old_created_at, new_created_at
  from changed
  where is_new
     or is_gone
     or (old_channel, old_notification_type, old_created_at, old_sent_at, old_failed_at)
       is distinct from (new_channel, new_notification_type, new_created_at, new_sent_at, new_failed_at)
     or (old_status = 'failed') <> (new_status = 'failed')
     or coalesce(old_retry_count > 0, false) <> coalesce(new_retry_count > 0, false)
),
minutes as (
  select date_trunc('minute', old_created_at) as minute from moved
  union
  select date_trunc('minute', new_created_at) from moved
)
select distinct etl.local_day(minutes.minute, this_run.zone) as slice
from minutes
cross join this_run
