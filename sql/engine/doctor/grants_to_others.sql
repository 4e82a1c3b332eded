-- What roles other than the owner may write of what the ETL keeps, and what of facts and ledger everybody may.
select
  format('%I.%I', nspname, relname) as name,
  case acl.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(acl.grantee)) end as role,
  string_agg(acl.privilege_type, ', ' order by acl.privilege_type) as privileges
from pg_class
join pg_namespace on pg_namespace.oid = relnamespace
cross join lateral aclexplode(relacl) as acl
where relkind in ('r', 'p')
  and nspname in ('etl', 'core', 'analytics', 'analytics_v1')
  and acl.grantee <> relowner
  and (
    acl.privilege_type in ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER')
    or (acl.grantee = 0 and nspname in ('etl', 'core'))
  )
group by 1, 2
order by 1, 2
