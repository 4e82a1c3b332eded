-- Entities that are being loaded from their beginning; what the source no longer has is not being loaded.
select entity
from etl.watermarks
where loaded_until is null and entity not in (select entity from etl.absent_entities);
