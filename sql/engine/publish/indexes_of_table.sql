-- The columns of each valid index of table $1, in order, but for its primary key.
select array(
  select attributes.attname
  from unnest(indexes.indkey::int2[]) with ordinality as part (attnum, nth)
  join pg_attribute as attributes on attributes.attrelid = indexes.indrelid and attributes.attnum = part.attnum
  order by part.nth
)::text[] as columns
from pg_index as indexes
where indexes.indrelid = to_regclass($1)
  and not indexes.indisprimary
  and indexes.indisvalid
