-- Rows of entity $1 that came back.
delete from core.tombstones
using all_changes as change
where tombstones.entity = $1 and tombstones.id = change.id and change.is_new;
