-- A registration changes the size of its cohort in every month since.
with earliest as (
  select least(
    etl.local_day(min(changed.old_created_at), this_run.zone),
    etl.local_day(min(changed.new_created_at), this_run.zone)
  ) as day, this_run.today
  from changed
  cross join this_run
  group by this_run.zone, this_run.today
)
select month::date as slice
from earliest
cross join lateral generate_series(
  date_trunc('month', day::timestamp), date_trunc('month', today::timestamp), interval '1 month'
) as month
