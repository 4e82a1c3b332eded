-- First-time buyers of the stale months; months without any have a row of zeros.
select
  stale.month as first_order_month,
  count(customers.user_token) as first_time_buyers,
  count(*) filter (where customers.second_order_at < customers.first_order_at + interval '2160 hours')
    as repeat_90d,
  count(*) filter (where customers.second_order_at < customers.first_order_at + interval '2160 hours')::numeric
    / nullif(count(customers.user_token), 0) as repeat_90d_rate,
  case when stale.ends_at + interval '2160 hours' <= this_run.now then 'final' else 'provisional' end as maturity
from stale_months as stale
cross join this_run
left join core.customers as customers on customers.first_order_month = stale.month
group by stale.month, stale.ends_at, this_run.now
