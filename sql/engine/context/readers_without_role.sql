-- Roles that may read every table, and so personal values, without being members of role $1.
select rolname as role
from pg_roles
where pg_has_role(oid, to_regrole('pg_read_all_data'), 'member')
  and not pg_has_role(oid, $1, 'member')
  and not rolsuper
  and rolname <> current_user
  and rolname <> 'pg_read_all_data'
order by 1;
