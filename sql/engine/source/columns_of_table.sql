-- The columns of relation $1 with their types; none when there is no such relation.
select attname as name, format_type(atttypid, null) as type
from pg_attribute
where attrelid = to_regclass($1) and attnum > 0 and not attisdropped;
