-- Marks table $1 to be computed as a whole by run $3, unless a run whose now is not before $4 has done so.
insert into etl.stale_slices (table_name, slice, run_id)
select $1::text, $2::text, $3::bigint
where not exists (
  select from etl.stale_slices as mark
  join etl.runs as marking using (run_id)
  where mark.table_name = $1 and mark.slice = $2 and marking.logical_now >= $4
);
