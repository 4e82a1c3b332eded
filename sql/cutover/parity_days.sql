-- What of the last $3 complete local days before $2 is not green, by v1 table ($1): `unexplained` is NULL where no
-- check counts. The last check of a day counts, of those made with the flags as they are now ($4, $5) once the day
-- was over in zone $6. Tables of days ($7) have nothing to compare on a day without rows on either side: a later
-- check of the table, of the thirty days up to it, then stands for the day.
with days as (
  select $2::date - back as day
  from generate_series(1, $3::integer) as back
),
checks as (
  select
    table_name,
    day,
    unexplained,
    parity_id,
    logical_now,
    etl.local_day(logical_now, $6::text) as checked_on
  from etl.parity
  where v1_schema = $4::boolean
    and legacy_etl = $5::boolean
),
last_checks as (
  select distinct on (table_name, day) table_name, day, unexplained
  from checks
  where checked_on > day
  order by table_name, day, parity_id desc
)
select tables.table_name as "table", days.day::text as day, last_checks.unexplained::text as unexplained
from unnest($1::text[]) as tables (table_name)
cross join days
left join last_checks on last_checks.table_name = tables.table_name and last_checks.day = days.day
where last_checks.unexplained > 0
   or (
     last_checks.unexplained is null
     and not (
       tables.table_name = any ($7::text[])
       and exists (
         select from checks
         where checks.table_name = tables.table_name
           and checks.checked_on > days.day
           and checks.checked_on <= days.day + 30
       )
     )
   )
order by 1, 2
