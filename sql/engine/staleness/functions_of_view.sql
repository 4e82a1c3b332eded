-- The functions that the view pg_temp.reads_check calls and that are not immutable; and whether it uses a whole row as
-- one value.
select
  array(
    select nspname || '.' || proname
    from pg_depend
    join pg_proc on pg_proc.oid = refobjid
    join pg_namespace on pg_namespace.oid = pronamespace
    where classid = 'pg_rewrite'::regclass and objid = pg_rewrite.oid and refclassid = 'pg_proc'::regclass
      and provolatile <> 'i'
  )::text[] as functions,
  ev_action::text ~ ':varattno 0 ' as whole
from pg_rewrite
where ev_class = 'pg_temp.reads_check'::regclass;
