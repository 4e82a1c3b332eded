-- The comments of table $1, its own by an empty name, and of its columns.
select '' as name, obj_description(to_regclass($1)) as text
union all
select attname, col_description(attrelid, attnum)
from pg_attribute
where attrelid = to_regclass($1)
  and attnum > 0
  and not attisdropped
