-- Before, a value held from its row's updated_at on, also where a later one was known: after a clock that went back, or
-- a restore, the account kept its earlier state for ever. Such rows hold, as they would now, from the now of the last run
-- that still saw the earlier value: in the order in which runs noted them, each later than those before.
do $$
declare
  known record;
  account text;
  latest timestamptz;
  holds_from timestamptz;
begin
  for known in
    select history.user_token, history.valid_from, history.loaded_run_id, seen.logical_now as last_seen
    from core.users_history as history
    left join lateral (
      select logical_now
      from etl.runs
      where job = 'user-analytics' and status = 'succeeded' and arguments -> 'days' is null
        and run_id < history.loaded_run_id
      order by run_id desc
      limit 1
    ) as seen on true
    where history.user_token in (
      select user_token
      from (
        select user_token, loaded_run_id,
          max(loaded_run_id) over (partition by user_token order by valid_from) as noted_before
        from core.users_history
      ) as in_time
      where loaded_run_id < noted_before
    )
    order by history.user_token, history.loaded_run_id, history.valid_from
  loop
    if known.user_token is distinct from account then
      account := known.user_token;
      latest := '-infinity';
      insert into etl.stale_slices (table_name, slice, run_id)
      values ('core.user_spans', account, known.loaded_run_id);
    end if;
    holds_from := known.valid_from;
    if holds_from <= latest then
      holds_from := greatest(known.last_seen, latest + interval '1 microsecond');
      while exists (select from core.users_history where user_token = account and valid_from = holds_from) loop
        holds_from := holds_from + interval '1 microsecond';
      end loop;
      update core.users_history set valid_from = holds_from
      where user_token = account and valid_from = known.valid_from;
    end if;
    latest := holds_from;
  end loop;
end
$$;
