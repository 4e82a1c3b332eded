-- Local days, right on 23- and 25-hour days and where midnight is skipped or comes twice. In plpgsql: the
-- functions are called per row, and SQL functions of this shape are not inlined.

create schema if not exists etl;

comment on schema etl is 'The ledger of the ETL: runs, watermarks, stale slices, quarantine. For operators.';

-- The first existing instant of a local day. The conversion gives it except where clocks go back over
-- midnight, or skip it; there the quarter hours around it are searched.
create function etl.day_start(day date, zone text) returns timestamptz
language plpgsql immutable strict parallel safe as $$
declare
  midnight constant timestamptz := day::timestamp at time zone zone;
begin
  if (midnight at time zone zone)::date = day
    and ((midnight - interval '1 microsecond') at time zone zone)::date < day
    and ((midnight - interval '1 hour') at time zone zone)::date < day
  then
    return midnight;
  end if;
  return (
    select min(instant)
    from generate_series(midnight - interval '3 hours', midnight + interval '27 hours', interval '15 minutes') as instant
    where (instant at time zone zone)::date >= day
  );
end
$$;

comment on function etl.day_start(date, text) is
  'First existing instant of a local day in an IANA zone; a day ends where the next one starts.';

-- The local day an instant belongs to: the last one that has started. Differs from a cast only in an hour
-- that clocks repeat across midnight, so only instants close to the next midnight need a look at it.
create function etl.local_day(instant timestamptz, zone text) returns date
language plpgsql immutable strict parallel safe as $$
declare
  civil_day constant date := (instant at time zone zone)::date;
begin
  if ((instant + interval '3 hours') at time zone zone)::date = civil_day
    or instant < etl.day_start(civil_day + 1, zone)
  then
    return civil_day;
  end if;
  return civil_day + 1;
end
$$;

comment on function etl.local_day(timestamptz, text) is 'Local day of an instant in an IANA zone; NULL for NULL.';
