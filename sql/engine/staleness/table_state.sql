-- What the ledger knows of metric table $1.
select definition, zone, computed_now::text, first_day::text, last_day::text, key_check
from etl.metric_tables
where table_name = $1;
