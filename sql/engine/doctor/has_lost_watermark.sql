-- Whether entity $1 was loaded, and its watermark is gone.
select
  not exists (select from etl.watermarks where entity = $1)
  and to_regclass('core.' || $1) is not null
  and exists (select from etl.loads where entity = $1) as lost
