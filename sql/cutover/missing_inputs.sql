-- What the source tables in use do not provide: whole entities (`columns` is NULL), or columns of one.
select entity, null::text as columns
from etl.absent_entities
union all
select unavailable.entity, string_agg(unavailable.column_name, ', ' order by unavailable.column_name)
from etl.unavailable_columns as unavailable
where not exists (select from etl.absent_entities as absent where absent.entity = unavailable.entity)
group by unavailable.entity
order by 1
