-- The relations that the view pg_temp.reads_check reads, with the columns that it names of each; of temporary ones
-- the bare name, of the system's own nothing.
select
  case when relpersistence = 't' then relname else nspname || '.' || relname end as relation,
  attname as column_name
from pg_rewrite
join pg_depend
  on classid = 'pg_rewrite'::regclass and objid = pg_rewrite.oid and refclassid = 'pg_class'::regclass
join pg_class on pg_class.oid = refobjid and pg_class.oid <> ev_class
join pg_namespace on pg_namespace.oid = relnamespace
left join pg_attribute on attrelid = refobjid and attnum = refobjsubid and refobjsubid <> 0
where ev_class = 'pg_temp.reads_check'::regclass and nspname not in ('pg_catalog', 'information_schema')
order by 1, attnum;
