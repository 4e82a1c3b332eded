-- What was published, so that whatever else changes a metric table is noticed.
create table etl.published_slices (
  table_name  text not null,
  slice       text not null,
  row_count   bigint not null,
  hash        numeric not null,
  primary key (table_name, slice)
);
comment on table etl.published_slices is 'Rows of each slice of a metric table as published, and the sum of their hashes. Slices are days and months; tables of keys have 256 buckets of keys instead, so that no token stands here.';

alter table etl.metric_tables
  add column verify_turn integer not null default 0,
  add column differed_at timestamptz;
comment on column etl.metric_tables.verify_turn is 'Which share of the slices the next run holds against etl.published_slices by hash.';
comment on column etl.metric_tables.differed_at is 'When a run last found rows that nobody of the ETL had written, or missed some, and made good.';
