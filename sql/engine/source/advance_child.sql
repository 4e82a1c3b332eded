-- The embedded child $1 is as far as its parent, $2.
insert into etl.watermarks (
  entity, after_time, after_id, key_check, loaded_until, run_id, generation, disclosure, made_of
)
select $1::text, after_time, after_id, key_check, loaded_until, run_id, generation, disclosure, made_of
from etl.watermarks
where entity = $2
on conflict (entity) do update set
  after_time = excluded.after_time,
  after_id = excluded.after_id,
  key_check = excluded.key_check,
  loaded_until = excluded.loaded_until,
  run_id = excluded.run_id,
  generation = excluded.generation,
  disclosure = excluded.disclosure,
  made_of = excluded.made_of;
