-- What core was made by and seen by, and the key that tables were computed under.
alter table etl.watermarks
  add column made_of text,
  add column seen_run_id bigint;
comment on column etl.watermarks.made_of is 'Fingerprint of the model, the extraction query, the conversion and the normalisation that the rows were read by; another one, or NULL: they are read again.';
comment on column etl.watermarks.seen_run_id is 'The last run that compared all rows with the source: until its now, each row was seen as core had it.';
update etl.watermarks
set seen_run_id = (
  select max(run_id) from etl.runs
  where job = 'user-analytics' and status = 'succeeded' and arguments -> 'days' is null
)
where entity = 'users';

alter table etl.metric_tables add column key_check text;
comment on column etl.metric_tables.key_check is 'Fingerprint of the PII key that all tokens of the table are made with.';
update etl.metric_tables
set key_check = (select min(key_check) from etl.watermarks having count(distinct key_check) = 1);

alter table core.users_history add column version_at timestamptz;
comment on column core.users_history.version_at is 'The updated_at of the row that said so. valid_from is later where the clock of the source went back.';
update core.users_history set version_at = valid_from;
alter table core.users_history alter column version_at set not null;
