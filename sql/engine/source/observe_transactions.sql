-- The source's clock, its oldest open transaction, and the instant $1 minutes before what it shows of its primary.
with clock as (
  select
    clock_timestamp() as observed_at,
    -- A replica is as far as its primary was when it committed what was replayed last.
    least(
      clock_timestamp(), case when pg_is_in_recovery() then pg_last_xact_replay_timestamp() end
    ) as reached_at
),
open_transactions as (
  select xact_start as started_at
  from pg_stat_activity
  where pid <> pg_backend_pid()
    and datname = current_database()
    and backend_type = 'client backend'
    and xact_start is not null
  union all
  select prepared
  from pg_prepared_xacts
  where database = current_database()
)
select
  clock.observed_at::text,
  (select min(started_at)::text from open_transactions) as oldest,
  -- A replica does not show its primary's transactions, and other roles' need pg_read_all_stats.
  pg_is_in_recovery() or not pg_has_role('pg_read_all_stats', 'usage') as blind,
  (clock.reached_at - make_interval(mins => $1))::text as overlapped
from clock;
