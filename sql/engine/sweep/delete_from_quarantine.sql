-- Rows of entity $1 that were refused and are gone from the source.
delete from etl.quarantine
using ids_to_delete
where quarantine.entity = $1 and quarantine.source_id = ids_to_delete.id;
