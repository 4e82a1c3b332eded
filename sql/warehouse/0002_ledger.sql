create table etl.runs (
  run_id       bigint generated always as identity primary key,
  job          text not null,
  status       text not null check (status in ('running', 'succeeded', 'failed', 'stopped', 'abandoned')),
  logical_now  timestamptz not null,
  zone         text not null,
  arguments    jsonb not null,
  flags        jsonb not null,
  key_version  integer not null,
  job_name     text,
  pod_name     text,
  started_at   timestamptz not null default clock_timestamp(),
  finished_at  timestamptz,
  exit_code    integer,
  error        jsonb,
  summary      jsonb
);
comment on table etl.runs is 'One row per run of a job. A row still running whose job is not locked belongs to a killed run.';
create index on etl.runs (job, run_id);

create table etl.loads (
  load_id      bigint generated always as identity primary key,
  run_id       bigint not null,
  entity       text not null,
  mode         text not null check (mode in ('changes', 'days', 'repair', 'sweep', 'due')),
  extracted    bigint not null default 0,
  inserted     bigint not null default 0,
  updated      bigint not null default 0,
  unchanged    bigint not null default 0,
  quarantined  bigint not null default 0,
  deleted      bigint not null default 0,
  watermark    jsonb,
  finished_at  timestamptz not null default clock_timestamp(),
  constraint conservation check (extracted = inserted + updated + unchanged + quarantined)
);
comment on table etl.loads is 'One row per committed unit of loading; extracted = inserted + updated + unchanged + quarantined.';
create index on etl.loads (run_id);

create table etl.publications (
  run_id         bigint not null,
  table_name     text not null,
  slices         bigint not null,
  first_slice    text,
  last_slice     text,
  inserted       bigint not null,
  updated        bigint not null,
  deleted        bigint not null,
  finished_at    timestamptz not null default clock_timestamp(),
  primary key (run_id, table_name)
);
comment on table etl.publications is 'One row per run and table: one committed recomputation of a table: how many slices were recomputed, how many rows really changed.';

create table etl.check_results (
  run_id      bigint not null,
  table_name  text not null,
  check_name  text not null,
  level       text not null check (level in ('error', 'warn')),
  violations  bigint not null,
  checked_at  timestamptz not null default clock_timestamp()
);
comment on table etl.check_results is 'Checks that found something, with the number of rows; checks that passed leave nothing.';

create table etl.watermarks (
  entity        text primary key,
  after_time    timestamptz,
  after_id      bigint not null,
  key_check     text not null,
  loaded_until  timestamptz,
  run_id        bigint not null
);
comment on table etl.watermarks is 'Up to where each entity is safely loaded: rows after (after_time, after_id) are read next. loaded_until is the source''s clock at the last complete load.';

create table etl.id_observations (
  entity       text not null,
  observed_at  timestamptz not null,
  max_id       bigint not null,
  primary key (entity, observed_at)
);
comment on table etl.id_observations is 'Highest id of an append-only entity as seen at an instant of the source''s clock. It becomes the watermark once every transaction open at that instant has ended.';

create table etl.quarantine (
  entity          text not null,
  source_id       bigint not null,
  updated_at      timestamptz,
  reasons         text[] not null,
  first_run_id    bigint not null,
  last_run_id     bigint not null,
  quarantined_at  timestamptz not null default clock_timestamp(),
  primary key (entity, source_id)
);
comment on table etl.quarantine is 'Source rows that break their model: the key and the reasons, never a value. A row leaves when its source row is mended or deleted.';

create table etl.future_rows (
  entity  text not null,
  id      bigint not null,
  due_at  timestamptz not null,
  primary key (entity, id, due_at)
);
comment on table etl.future_rows is 'Loaded rows with an instant at or after the now of the run that loaded them; they count as changed when it has passed.';

create table etl.stale_slices (
  mark_id     bigint generated always as identity primary key,
  table_name  text not null,
  slice       text not null,
  run_id      bigint not null
);
comment on table etl.stale_slices is 'Slices (a day, a month, a key) of metric tables that some change reached. Marks are only added; the owner deletes exactly those it has seen, so that none is lost between two jobs.';
create index on etl.stale_slices (table_name);

create table etl.metric_tables (
  table_name    text primary key,
  job           text not null,
  definition    text not null,
  zone          text not null,
  computed_now  timestamptz,
  first_day     date,
  last_day      date,
  run_id        bigint not null
);
comment on table etl.metric_tables is 'State of each metric table: the fingerprint of its definition, the now it is computed for, and the range of days it covers where it is dense.';
