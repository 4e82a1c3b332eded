-- The watermark of entity $1: the last row read, ($9, $2), but not past the fence, $10.
with reached (after_time, after_id) as (
  values ($9::timestamptz, $2::bigint), ($10::timestamptz, -9223372036854775808)
)
insert into etl.watermarks (
  entity, after_time, after_id, key_check, loaded_until, run_id, generation, disclosure, made_of
)
select
  $1::text, after_time, after_id, $3::text, $4::timestamptz, $5::bigint, $6::text, $7::text, $8::text
from reached
order by after_time, after_id
limit 1
on conflict (entity) do update set
  after_time = excluded.after_time,
  after_id = excluded.after_id,
  key_check = excluded.key_check,
  generation = excluded.generation,
  disclosure = excluded.disclosure,
  made_of = excluded.made_of,
  loaded_until = coalesce(excluded.loaded_until, watermarks.loaded_until),
  run_id = excluded.run_id;
