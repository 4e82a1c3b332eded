-- The watermark of an append-only entity $1: the last id read, $2, but not past the latest observation that every
-- transaction still open came after.
with settled as (
  select coalesce(max(max_id), -9223372036854775808) as max_id
  from etl.id_observations
  where entity = $1 and observed_at <= $9::timestamptz
)
insert into etl.watermarks (entity, after_id, key_check, loaded_until, run_id, generation, disclosure, made_of)
select
  $1::text, least($2::bigint, settled.max_id), $3::text, $4::timestamptz, $5::bigint, $6::text, $7::text, $8::text
from settled
on conflict (entity) do update set
  after_id = excluded.after_id,
  key_check = excluded.key_check,
  generation = excluded.generation,
  disclosure = excluded.disclosure,
  made_of = excluded.made_of,
  loaded_until = coalesce(excluded.loaded_until, watermarks.loaded_until),
  run_id = excluded.run_id;
