-- How the last run of each job ($1) ended and with which flags, whether the job is at work now, and the now of its
-- last success that did all that was due. `fresh`: that lies at or after the beginning of day $2 in zone $3.
select
  jobs.job,
  last_run.status,
  (last_run.flags ->> 'legacyEtl')::boolean as legacy_etl,
  (last_run.flags ->> 'v1Schema')::boolean as v1_schema,
  exists (
    select from pg_locks
    where locktype = 'advisory'
      and objsubid = 1
      and database = (select oid from pg_database where datname = current_database())
      and ((classid::bigint << 32) | objid::bigint) = hashtextextended('acme-etl ' || jobs.job, 0)
  ) as at_work,
  to_char(success.logical_now at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as succeeded_for,
  coalesce(success.logical_now >= etl.day_start($2::date, $3::text), false) as fresh
from unnest($1::text[]) with ordinality as jobs (job, nth)
left join lateral (
  select runs.status, runs.flags from etl.runs where runs.job = jobs.job order by runs.run_id desc limit 1
) as last_run on true
left join lateral (
  select max(runs.logical_now) as logical_now
  from etl.runs
  where runs.job = jobs.job and runs.status = 'succeeded' and not runs.arguments ? 'days'
) as success on true
order by jobs.nth
