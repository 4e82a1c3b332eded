-- What the source tables in use cannot tell: whole entities (`columns` is NULL), or columns of one.
select entity, null::text as columns
from etl.absent_entities
union all
select untold.entity, string_agg(untold.column_name, ', ' order by untold.column_name)
from etl.untold_columns as untold
where not exists (select from etl.absent_entities as absent where absent.entity = untold.entity)
group by untold.entity
order by 1
