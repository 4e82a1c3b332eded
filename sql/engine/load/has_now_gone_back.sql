-- Whether a run of job $1 before run $2 had a later now than $3: of those since its last success, and that one.
select max(logical_now) > $3 as back
from etl.runs
where job = $1
  and run_id < $2
  and run_id >= coalesce(
    (select max(run_id) from etl.runs where job = $1 and run_id < $2 and status = 'succeeded'), 0
  );
