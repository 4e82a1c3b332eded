-- Other sessions with a lock on one of the relations $1: of each session and relation one, of the modes $2 if it has one.
select distinct on (locks.relation, locks.pid)
  format('%s.%s', nspname, relname) as relation,
  locks.mode,
  locks.pid,
  activity.application_name as application,
  activity.state,
  extract(epoch from clock_timestamp() - activity.query_start)::integer as "querySeconds"
from pg_locks as locks
join pg_class on pg_class.oid = locks.relation
join pg_namespace on pg_namespace.oid = relnamespace
left join pg_stat_activity as activity using (pid)
where locks.locktype = 'relation'
  and locks.granted
  and locks.pid is distinct from pg_backend_pid()
  and locks.database = (select oid from pg_database where datname = current_database())
  and locks.relation in (select to_regclass(name)::oid from unnest($1::text[]) as name)
order by locks.relation, locks.pid, (locks.mode = any ($2)) desc;
