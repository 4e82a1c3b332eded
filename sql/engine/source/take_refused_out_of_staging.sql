-- Rows that break the model leave staging; a row without id is refused by that alone.
delete from staging
using (select distinct id from refused) as refused_ids
where staging.id is not distinct from refused_ids.id;
