create table etl.parity (
  parity_id    bigint generated always as identity primary key,
  table_name   text not null,
  day          date not null,
  compared     bigint not null,
  equal        bigint not null,
  declared     bigint not null,
  unexplained  bigint not null,
  v1_schema    boolean not null,
  legacy_etl   boolean not null,
  logical_now  timestamptz not null,
  checked_at   timestamptz not null default clock_timestamp(),
  constraint conservation check (compared = equal + declared + unexplained)
);
comment on table etl.parity is 'How the values of each v1 table compared with its v2 counterpart, per day and check; the last check of a day counts. Tables of one state stand under the day whose end they describe.';
comment on column etl.parity.v1_schema is 'Whether the v1 tables were published and the v2 tables computed for the comparison only; else the other way round.';
comment on column etl.parity.legacy_etl is 'Whether the facts came from the legacy source tables.';
create index on etl.parity (table_name, day);
