-- The published tables ($1) that do not reach the beginning of day $2 in zone $3.
select
  tables.table_name as "table",
  to_char(metric_tables.computed_now at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as computed_for
from unnest($1::text[]) as tables (table_name)
left join etl.metric_tables on metric_tables.table_name = tables.table_name
where metric_tables.computed_now is null
   or metric_tables.computed_now < etl.day_start($2::date, $3::text)
order by 1
