-- Names that say what the things are.
alter table etl.untold_columns rename to unavailable_columns;
comment on table etl.unavailable_columns is 'Columns of core that the source tables in use do not provide: what would be made of them is NULL, not 0.';
alter function core.told(text, text) rename to is_available;
create or replace function core.is_available(entity text, column_name text) returns boolean
language sql stable parallel safe as $$
  select not exists (
    select from etl.unavailable_columns
    where unavailable_columns.entity = $1 and unavailable_columns.column_name = $2
  )
$$;
comment on function core.is_available is 'Whether the source tables in use provide a column of core.';
