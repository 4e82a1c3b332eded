-- The roles of the warehouse. Run it there as a role that may create roles and owns the database, before the first run or
-- at any time after it, as often as you like. No role has a password yet: `\password` in psql, or the provider's console.
select set_config('acme.writer', :'writer', false), set_config('acme.analyst', :'analyst', false),
  set_config('acme.operator', :'operator', false);

do $$
declare
  wanted record;
begin
  for wanted in
    select name, login
    from (values
      (current_setting('acme.writer'), 'login'),
      (current_setting('acme.analyst'), 'nologin'),
      (current_setting('acme.operator'), 'nologin'),
      ('analytics_pii_reader', 'nologin')
    ) as roles (name, login)
    where not exists (select from pg_roles where rolname = name)
  loop
    execute format('create role %I %s', wanted.name, wanted.login);
  end loop;
  execute format('revoke connect, temporary on database %I from public', current_database());
  execute format('grant connect, temporary, create on database %I to %I', current_database(), current_setting('acme.writer'));
  execute format(
    'grant connect on database %I to %I, %I, analytics_pii_reader',
    current_database(), current_setting('acme.analyst'), current_setting('acme.operator')
  );
end
$$;

-- The writer runs the jobs (WAREHOUSE_DATABASE_URL). It owns the schemas and all that is in them, and is granted nothing on
-- what is not its own. It sees who holds the locks that it waits for. Who is no superuser has to be a member of it to go on:
-- `grant acme_etl_writer to current_user` as that user, on version 16 and later.
create schema if not exists etl authorization :"writer";
create schema if not exists core authorization :"writer";
create schema if not exists analytics authorization :"writer";
create schema if not exists analytics_v1 authorization :"writer";
grant pg_read_all_stats to :"writer";

-- Analysts read the metric tables, those made later too, and nothing else: neither facts nor the ledger. People and dashboards
-- are members: `grant acme_etl_analyst to jane`. Tables of the old system stay closed: they may hold personal values.
grant usage on schema analytics, analytics_v1 to :"analyst";
grant select on all tables in schema analytics to :"analyst";
alter default privileges for role :"writer" in schema analytics, analytics_v1 grant select on tables to :"analyst";

-- Operators read the ledger (etl), tokenised facts (core) and the metric tables. `acme-etl query` of the writer takes this role
-- on; as a login's WAREHOUSE_DATABASE_URL it is enough for `acme-etl status`, `history` and `query`. Under V1_PII=direct the runs
-- themselves keep the personal values in core.users from it.
grant :"analyst" to :"operator";
grant :"operator" to :"writer";
grant usage on schema etl, core to :"operator";
grant select on all tables in schema etl to :"operator";
alter default privileges for role :"writer" in schema etl, core grant select on tables to :"operator";

-- What is there already, table by table. Where only analytics_pii_reader may select personal values, a v1 table is left as it is:
-- a grant on all of it would open them.
do $$
declare
  found record;
begin
  for found in
    select attrelid::regclass as relation, string_agg(quote_ident(attname), ', ' order by attnum) as columns
    from pg_attribute
    join pg_class on pg_class.oid = attrelid
    where relnamespace = 'core'::regnamespace and relkind in ('r', 'p') and attnum > 0 and not attisdropped
      and pg_get_userbyid(relowner) = current_setting('acme.writer') and attname not like '%\_shown'
    group by attrelid
  loop
    execute format(
      'grant select (%s) on %s to %I', found.columns, found.relation, current_setting('acme.operator')
    );
  end loop;
  if to_regclass('etl.metric_tables') is null then
    return;
  end if;
  for found in
    select to_regclass(table_name) as relation
    from etl.metric_tables
    where table_name like 'analytics\_v1.%' and to_regclass(table_name) is not null
      and not has_table_privilege('analytics_pii_reader', table_name, 'select')
  loop
    execute format('grant select on %s to %I', found.relation, current_setting('acme.analyst'));
  end loop;
end
$$;
