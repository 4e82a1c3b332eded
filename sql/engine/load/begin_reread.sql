-- Entity $1 is read from its beginning: from source tables of generation $2, with disclosure $3, made as $4.
update etl.watermarks set
  after_time = case when after_time is not null then '-infinity'::timestamptz end,
  after_id = -9223372036854775808,
  generation = $2,
  disclosure = $3,
  made_of = $4,
  loaded_until = null
where entity = $1;
