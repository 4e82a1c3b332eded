-- The columns of table $1 as they are: type, whether part of the primary key, comment.
select
  attributes.attname as name,
  format_type(attributes.atttypid, attributes.atttypmod) as type,
  coalesce(attributes.attnum = any (keys.indkey), false) as key,
  col_description(attributes.attrelid, attributes.attnum) as comment
from pg_attribute as attributes
left join pg_index as keys on keys.indrelid = attributes.attrelid and keys.indisprimary
where attributes.attrelid = to_regclass($1)
  and attributes.attnum > 0
  and not attributes.attisdropped
