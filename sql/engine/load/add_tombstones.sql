-- Rows of entity $1 that run $2 deleted.
insert into core.tombstones (entity, id, deleted_at, run_id)
select distinct $1::text, change.id, this_run.now, $2::bigint
from all_changes as change
cross join this_run
on conflict (entity, id) do update set deleted_at = excluded.deleted_at, run_id = excluded.run_id;
