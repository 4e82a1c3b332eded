-- Groups of both tables.
with paired as (
  select
    coalesce(v1.user_hash, v2.identity_hash) as key,
    v1.duplicate_count,
    v2.duplicate_count as v2_count,
    cardinality(v1.duplicate_ids) as ids,
    cardinality(v2.user_tokens) as v2_ids,
    (select count(distinct id) from unnest(v1.duplicate_ids) as id where id = any (v2.user_tokens)) as ids_of_both
  from analytics_v1.user_duplicates as v1
  full join analytics.user_duplicates as v2 on v2.identity_hash = v1.user_hash
)
select
  null::date as day,
  paired.key,
  measures.measure,
  measures.v1,
  measures.v2,
  array[]::text[] as reasons,
  null::bigint as explained
from paired
cross join lateral (
  values
    ('duplicate_count', duplicate_count, v2_count),
    ('duplicate_ids', ids, ids_of_both),
    ('user_tokens', ids_of_both, v2_ids)
) as measures (measure, v1, v2)
