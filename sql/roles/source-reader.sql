-- Reads one service's database: the columns that the extraction queries name, and nothing else. Run it there as a role that
-- may create roles and owns the tables. It has no password yet: `\password` in psql, or the provider's console, gives it one.
select set_config('acme.reader', :'source_reader', false);

do $$
begin
  if not exists (select from pg_roles where rolname = current_setting('acme.reader')) then
    execute format('create role %I login', current_setting('acme.reader'));
  end if;
  execute format('grant connect on database %I to %I', current_database(), current_setting('acme.reader'));
  -- Every role may make temporary tables unless this is taken back. Who needs them is granted `temporary` by name.
  execute format('revoke temporary on database %I from public', current_database());
end
$$;

alter role :"source_reader" set default_transaction_read_only = on;
revoke create on schema public from public;
grant usage on schema public to :"source_reader";

-- Shows when other sessions' transactions began, so that rows committed late are not missed. Without it
-- WATERMARK_OVERLAP_MINUTES of rows are read again by every run.
grant pg_read_all_stats to :"source_reader";
