-- What a table holds from now on. Without $5, the now it was computed for, its now and range stay.
insert into etl.metric_tables (
  table_name, job, definition, zone, computed_now, first_day, last_day, run_id, inputs, key_check
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (table_name) do update set
  job = excluded.job,
  definition = excluded.definition,
  zone = excluded.zone,
  run_id = excluded.run_id,
  inputs = excluded.inputs,
  key_check = excluded.key_check,
  verify_turn = metric_tables.verify_turn + 1,
  computed_now = coalesce(excluded.computed_now, metric_tables.computed_now),
  first_day = case when excluded.computed_now is null then metric_tables.first_day else excluded.first_day end,
  last_day = case when excluded.computed_now is null then metric_tables.last_day else excluded.last_day end
