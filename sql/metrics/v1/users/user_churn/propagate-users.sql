-- The old words of the statuses before and after.
select core.v1_word('users.status', status) as slice
from (
  select old_status as status from changed
  union
  select new_status from changed
) as statuses
