-- Of the columns $2 of types $3, those that table $1 lacks or has of another type, with the job that made the table.
select
  wanted.name,
  (select job from etl.metric_tables where table_name = $1) as job
from unnest($2::text[], $3::text[]) as wanted (name, type)
left join pg_attribute
  on attrelid = to_regclass($1)
 and attname = wanted.name
 and not attisdropped
where atttypid is null
   or atttypid <> wanted.type::regtype
