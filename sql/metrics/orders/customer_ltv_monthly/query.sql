-- Monthly net of the cohorts that are the stale months.
with cohorts as (
  select stale.month, count(*) as customers
  from stale_months as stale
  join core.customers as customers on customers.first_order_month = stale.month
  group by stale.month
),
months as (
  select
    customers.first_order_month,
    date_trunc('month', valid.day::timestamp)::date as order_month,
    valid.currency,
    count(*) as orders,
    sum(valid.refunds_in_other_currency) as refunds_in_other_currency,
    sum(valid.net_cents) as net_cents
  from stale_months as stale
  join core.customers as customers on customers.first_order_month = stale.month
  join core.valid_orders as valid on valid.user_token = customers.user_token
  group by customers.first_order_month, date_trunc('month', valid.day::timestamp)::date, valid.currency
),
grid as (
  select cohorts.month as first_order_month, cohorts.customers, used.currency, later::date as order_month
  from cohorts
  join (select distinct first_order_month, currency from months) as used
    on used.first_order_month = cohorts.month
  cross join this_run
  cross join lateral generate_series(
    cohorts.month::timestamp, date_trunc('month', this_run.today::timestamp), interval '1 month'
  ) as later
)
select
  grid.first_order_month,
  (extract(year from age(grid.order_month, grid.first_order_month)) * 12
    + extract(month from age(grid.order_month, grid.first_order_month)))::bigint as months_since,
  grid.currency,
  grid.customers,
  coalesce(months.orders, 0) as orders,
  coalesce(months.refunds_in_other_currency, 0) as refunds_in_other_currency,
  case when (select core.is_available('orders', 'discount_cents')) then coalesce(months.net_cents, 0) end as net_cents,
  case
    when (select core.is_available('orders', 'discount_cents')) then sum(coalesce(months.net_cents, 0)) over since_first
  end as cumulative_net_cents
from grid
left join months
  on months.first_order_month = grid.first_order_month
 and months.order_month = grid.order_month
 and months.currency = grid.currency
window since_first as (partition by grid.first_order_month, grid.currency order by grid.order_month)
