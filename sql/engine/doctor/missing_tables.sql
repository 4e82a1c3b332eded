-- Whether each of the tables $1 is missing, and whether it has a primary key.
select
  name,
  to_regclass(name) is null as missing,
  exists (select from pg_index where indrelid = to_regclass(name) and indisprimary) as key
from unnest($1::text[]) as name
