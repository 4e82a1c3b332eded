-- The old words of the statuses of the users whose days changed.
select distinct core.v1_word('users.status', users.status) as slice
from changed
join core.users as users on users.user_token = coalesce(changed.new_user_token, changed.old_user_token)
