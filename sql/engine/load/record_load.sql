-- What one transaction of run $1 loaded of entity $2.
insert into etl.loads (
  run_id, entity, mode, extracted, inserted, updated, unchanged, quarantined, deleted, watermark
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
