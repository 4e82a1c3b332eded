-- Of the facts of entities $1 and of metric tables $2, those with tokens of another key than that of fingerprint $3.
select 'core.' || entity as name
from etl.watermarks
where entity = any ($1) and key_check <> $3
union all
select table_name
from etl.metric_tables
where table_name = any ($2) and key_check <> $3
order by 1;
