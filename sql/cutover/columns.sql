-- Every column of every table in analytics_v1, partitions each by itself, and of core.users.
with tables as (
  select
    pg_class.oid,
    pg_class.relkind,
    case when pg_class.relispartition then pg_partition_root(pg_class.oid) else pg_class.oid end as root
  from pg_class
  where pg_class.relkind in ('r', 'm')
)
select
  names.nspname || '.' || pg_class.relname as table_name,
  roots.nspname || '.' || root.relname as root_name,
  tables.relkind = 'm' as is_view,
  attribute.attname as column_name,
  format_type(attribute.atttypid, attribute.atttypmod) as type,
  attribute.attnotnull as not_null,
  attribute.atthasdef as has_default,
  attribute.attgenerated <> '' as generated,
  type.typcategory = 'A' as is_array,
  case
    when coalesce(element.typcategory, type.typcategory) in ('S', 'I')
      or coalesce(element.typname, type.typname) in ('json', 'jsonb', 'xml', 'hstore', 'citext', 'uuid')
    then 'text'
    when coalesce(element.typcategory, type.typcategory) = 'N' then 'numbers'
    else 'other'
  end as holds
from tables
join pg_class on pg_class.oid = tables.oid
join pg_namespace as names on names.oid = pg_class.relnamespace
join pg_class as root on root.oid = tables.root
join pg_namespace as roots on roots.oid = root.relnamespace
join pg_attribute as attribute on attribute.attrelid = tables.oid and attribute.attnum > 0 and not attribute.attisdropped
join pg_type as type on type.oid = attribute.atttypid
left join pg_type as element on type.typcategory = 'A' and element.oid = type.typelem
where names.nspname = 'analytics_v1'
   or roots.nspname = 'analytics_v1'
   or tables.oid = to_regclass('core.users')
order by 1, attribute.attnum
