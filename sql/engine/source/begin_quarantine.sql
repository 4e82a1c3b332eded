-- The refused rows of entity $1, with all reasons of each, as run $2 read them.
insert into etl.quarantine (entity, source_id, updated_at, row_hash, reasons, first_run_id, last_run_id)
select
  $1::text, id, max(updated_at), max(row_hash), array_agg(distinct reason order by reason), $2::bigint, $2::bigint
from refused
cross join unnest(reasons) as reason
where id is not null
group by id
on conflict (entity, source_id) do update set
  updated_at = excluded.updated_at,
  row_hash = excluded.row_hash,
  reasons = excluded.reasons,
  last_run_id = excluded.last_run_id;
