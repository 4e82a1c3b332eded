-- Groups of open accounts among the stale identities.
select
  users.identity_hash as user_hash,
  count(*) as duplicate_count,
  array_agg(users.user_token order by users.user_token collate "C") as duplicate_ids
from stale_keys as stale
join core.users as users on users.identity_hash = stale.key
cross join this_run
where users.created_at < this_run.now
  and (users.deleted_at is null or users.deleted_at >= this_run.now)
group by users.identity_hash
having count(*) >= 2
