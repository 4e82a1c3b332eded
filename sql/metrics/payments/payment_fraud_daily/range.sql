-- From the first to the last attempt.
select
  etl.local_day(
    (select min(created_at) from core.payments where created_at < (select now from this_run)), this_run.zone
  ) as first_slice,
  etl.local_day(
    (select max(created_at) from core.payments where created_at < (select now from this_run)), this_run.zone
  ) as last_slice
from this_run
