-- Observations of entity $1 that are older than the one in use, the latest before $2, have served.
delete from etl.id_observations
where entity = $1
  and observed_at < (
    select max(observed_at) from etl.id_observations where entity = $1 and observed_at <= $2::timestamptz
  );
