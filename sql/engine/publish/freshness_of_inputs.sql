-- Until when each relation of $1 was loaded or computed.
select jsonb_object_agg(relation, coalesce(watermarks.loaded_until, metric_tables.computed_now))::text as inputs
from unnest($1::text[]) as relation
left join etl.watermarks as watermarks on 'core.' || watermarks.entity = relation
left join etl.metric_tables as metric_tables on metric_tables.table_name = relation
