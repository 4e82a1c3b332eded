-- The columns of the primary key of relation $1.
select attname as name
from pg_index
join pg_attribute on attrelid = indrelid and attnum = any (indkey)
where indrelid = to_regclass($1) and indisprimary;
