-- Local days, right on 23- and 25-hour days and where midnight is skipped or comes twice.

create schema if not exists etl;

comment on schema etl is 'The ledger of the ETL: runs, watermarks, stale slices, quarantine. For operators.';

-- The first existing instant of a local day. `day::timestamp at time zone zone` gives it except where
-- clocks go back over midnight; there the quarter hours around it are searched.
create function etl.day_start(day date, zone text) returns timestamptz
language sql immutable parallel safe as $$
  select case
    when (midnight at time zone zone)::date = day
     and ((midnight - interval '1 microsecond') at time zone zone)::date < day
     and ((midnight - interval '1 hour') at time zone zone)::date < day
    then midnight
    else (
      select min(instant)
      from generate_series(midnight - interval '3 hours', midnight + interval '27 hours', interval '15 minutes') as instant
      where (instant at time zone zone)::date >= day
    )
  end
  from (select day::timestamp at time zone zone as midnight) as civil
$$;

comment on function etl.day_start(date, text) is
  'First existing instant of a local day in an IANA zone; a day ends where the next one starts.';

-- The local day an instant belongs to: the last one that has started. Differs from a cast only in an
-- hour that clocks repeat across midnight.
create function etl.local_day(instant timestamptz, zone text) returns date
language sql immutable parallel safe as $$
  select case when instant >= etl.day_start(civil_day + 1, zone) then civil_day + 1 else civil_day end
  from (select (instant at time zone zone)::date as civil_day) as civil
$$;

comment on function etl.local_day(timestamptz, text) is 'Local day of an instant in an IANA zone; NULL for NULL.';
