-- Disputes opened on the stale days; none where the source keeps no disputes, whatever was loaded once.
with absent as materialized (
  select count(*) > 0 as disputes
  from etl.absent_entities
  where entity = 'disputes'
),
opened as (
  select
    stale.day,
    disputes.currency,
    coalesce(disputes.reason, 'unknown') as reason,
    disputes.status,
    disputes.amount_cents
  from stale_days as stale
  join core.disputes as disputes
    on disputes.opened_at >= stale.starts_at
   and disputes.opened_at < stale.counts_until
   -- By the day as well, so that the rows of many days are hashed, not compared with each day.
   and etl.local_day(disputes.opened_at, (select zone from this_run)) = stale.day
)
select
  opened.day,
  opened.currency,
  opened.reason,
  count(*) as disputes,
  sum(opened.amount_cents) as amount_cents,
  count(*) filter (where opened.status = 'won') as won,
  count(*) filter (where opened.status = 'lost') as lost
from opened
cross join absent
where not absent.disputes
group by opened.day, opened.currency, opened.reason
