-- The old words of the statuses before and after.
select core.v1_word('users.status', status) as slice
from (
  select distinct status
  from changed
  cross join lateral (values (old_status), (new_status)) as sides (status)
) as statuses
