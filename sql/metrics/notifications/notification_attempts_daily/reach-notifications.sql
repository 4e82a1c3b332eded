-- Of the status only failing counts here, of the retries whether there were any. Few distinct minutes stand
-- for many instants.
with minutes as (
  select distinct date_trunc('minute', sides.created_at) as minute
  from changed
  cross join lateral (values (changed.old_created_at), (changed.new_created_at)) as sides (created_at)
  where changed.is_new
     or changed.is_gone
     or (changed.old_channel, changed.old_notification_type, changed.old_created_at, changed.old_sent_at, changed.old_failed_at)
       is distinct from
       (changed.new_channel, changed.new_notification_type, changed.new_created_at, changed.new_sent_at, changed.new_failed_at)
     or (changed.old_status = 'failed') <> (changed.new_status = 'failed')
     or coalesce(changed.old_retry_count > 0, false) <> coalesce(changed.new_retry_count > 0, false)
)
select distinct etl.local_day(minutes.minute, this_run.zone) as slice
from minutes
cross join this_run
