-- Columns with personal values, where an operator has them shown (V1_PII=direct): only the role
-- analytics_pii_reader may select them. Whoever could select the whole table keeps the other columns.
create function etl.guard_columns(guarded regclass, personal name[], readers name[]) returns void
language plpgsql as $$
declare
  other_columns constant text := (
    select string_agg(quote_ident(attname), ', ' order by attnum)
    from pg_attribute
    where attrelid = guarded and attnum > 0 and not attisdropped and attname <> all (personal)
  );
  grantee text;
  personal_column name;
begin
  for grantee in
    select distinct case acl.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(acl.grantee)) end
    from pg_class cross join lateral aclexplode(relacl) as acl
    where pg_class.oid = guarded and acl.privilege_type = 'SELECT' and acl.grantee <> relowner
      and (acl.grantee = 0 or pg_get_userbyid(acl.grantee) <> all (readers))
  loop
    execute format('revoke select on %s from %s cascade', guarded, grantee);
    execute format('grant select (%s) on %s to %s', other_columns, guarded, grantee);
  end loop;
  for grantee, personal_column in
    select distinct
      case acl.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(acl.grantee)) end,
      attname
    from pg_class
    join pg_attribute on attrelid = pg_class.oid
    cross join lateral aclexplode(attacl) as acl
    where pg_class.oid = guarded and attname = any (personal)
      and acl.privilege_type = 'SELECT' and acl.grantee <> relowner
      and (acl.grantee = 0 or pg_get_userbyid(acl.grantee) <> all (readers))
  loop
    execute format('revoke select (%I) on %s from %s cascade', personal_column, guarded, grantee);
  end loop;
end
$$;

comment on function etl.guard_columns(regclass, name[], name[]) is
  'Leaves SELECT on the personal columns of a table to its owner and to the readers; others keep the rest of the columns they had.';
