-- The views that read columns $2 of table $1; where $2 is NULL, any column.
select distinct reader.oid::regclass::text as name
from pg_depend as reads
join pg_rewrite on pg_rewrite.oid = reads.objid
join pg_class as reader on reader.oid = pg_rewrite.ev_class
left join pg_attribute
  on attrelid = reads.refobjid
 and attnum = reads.refobjsubid
where reads.classid = 'pg_rewrite'::regclass
  and reads.refclassid = 'pg_class'::regclass
  and reads.refobjid = to_regclass($1)
  and reader.oid <> reads.refobjid
  and ($2::text[] is null or attname = any ($2))
order by 1
