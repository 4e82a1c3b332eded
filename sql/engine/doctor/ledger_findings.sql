-- Killed runs of the jobs $1, marks of runs that are not there, and slices of tables that are not there.
select
  job as object,
  'run ' || run_id || ' says running, and no session holds the lock of its job: it was killed' as what
from etl.runs
where status = 'running'
  and job = any ($1)
  and not exists (
    select from pg_locks
    where locktype = 'advisory'
      and objsubid = 1
      and granted
      and (classid::bigint << 32) + objid::bigint = hashtextextended('acme-etl ' || job, 0)
  )
union all
select table_name, count(*) || ' marks are of runs that the ledger does not know'
from etl.stale_slices
where not exists (select from etl.runs where runs.run_id = stale_slices.run_id)
group by table_name
union all
select table_name, 'the ledger has slices of a table that it does not know'
from etl.published_slices
where not exists (select from etl.metric_tables where metric_tables.table_name = published_slices.table_name)
group by table_name
order by 1, 2
