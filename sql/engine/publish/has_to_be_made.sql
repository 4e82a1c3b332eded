-- Whether table $1 is missing or, while no job has filled it, lacks one of the columns $2.
select
  to_regclass($1) is null
  or (
    not exists (select from etl.metric_tables where table_name = $1)
    and exists (
      select from unnest($2::text[]) as name
      where not exists (
        select from pg_attribute
        where attrelid = to_regclass($1)
          and attname = name
          and not attisdropped
      )
    )
  ) as due
