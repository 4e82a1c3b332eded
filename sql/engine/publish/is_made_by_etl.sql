-- Whether table $1 has the columns of the tables that the ETL makes, and whether the ledger knows it.
select
  (
    select count(*)
    from pg_attribute
    where attrelid = to_regclass($1)
      and attname in ('run_id', 'computed_at')
      and not attisdropped
  ) = 2 as shaped,
  exists (select from etl.metric_tables where table_name = $1) as known
