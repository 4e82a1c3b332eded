-- Entities $1 are emptied, and will be read from their beginning under the key of fingerprint $2.
update etl.watermarks set
  after_time = case when after_time is not null then '-infinity'::timestamptz end,
  after_id = -9223372036854775808,
  key_check = $2,
  loaded_until = null,
  seen_run_id = null
where entity = any ($1);
