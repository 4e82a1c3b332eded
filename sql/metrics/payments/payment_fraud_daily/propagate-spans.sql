-- A user's changed countries reach the days on which not as many cards differ from the new ones as did from
-- the old ones.
with countries as materialized (
  select
    old_user_token as user_token,
    old_country_code as country_code,
    old_from_day as from_day,
    old_to_day as to_day,
    -1 as mismatches
  from changed
  where not is_new
  union all
  select new_user_token, new_country_code, new_from_day, new_to_day, 1
  from changed
  where not is_gone
),
mismatched as (
  select
    etl.local_day(payments.created_at, this_run.zone) as day,
    countries.from_day,
    countries.to_day,
    countries.mismatches
  from countries
  join core.payments as payments on payments.user_token = countries.user_token
  cross join this_run
  where countries.country_code <> 'unknown'
    and countries.country_code <> payments.card_country
)
select day as slice
from mismatched
where day >= from_day
  and day < to_day
group by day
having sum(mismatches) <> 0
