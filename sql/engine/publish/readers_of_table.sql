-- The quoted names of the roles that were given `select` on table $1, its owner aside.
select distinct
  case acl.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(acl.grantee)) end as role
from pg_class
cross join lateral aclexplode(relacl) as acl
where pg_class.oid = to_regclass($1)
  and acl.privilege_type = 'SELECT'
  and acl.grantee <> relowner
