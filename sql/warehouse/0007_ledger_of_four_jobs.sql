create table etl.absent_entities (
  entity  text primary key,
  run_id  bigint not null
);
comment on table etl.absent_entities is 'Optional entities that the source lacks: what depends on them is NULL, not 0.';

alter table etl.quarantine add column row_hash bigint;
comment on column etl.quarantine.row_hash is 'Tells the refused version from a mended one, for the sweep.';

alter table etl.publications add column inputs jsonb;
comment on column etl.publications.inputs is 'How fresh each table read was: for a fact, the source''s clock at its last complete load; for a metric table, the now it was computed for.';
alter table etl.metric_tables add column inputs jsonb;
comment on column etl.metric_tables.inputs is 'The same for the table as it stands now.';
