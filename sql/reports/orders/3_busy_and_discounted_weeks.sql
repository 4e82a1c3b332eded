-- Weeks that stand out: 1.5 times the orders, or 3 times the discounts, of the median of the 8 weeks around
with weeks as (
  select
    date_trunc('week', day::timestamp)::date as week,
    sum(valid) as orders,
    sum(discount_cents) filter (where currency = 'USD') / nullif(sum(gross_cents) filter (where currency = 'USD'), 0)
      as discount_share_usd
  from analytics.order_daily
  group by 1
),
compared as (
  select
    weeks.week,
    weeks.orders,
    weeks.discount_share_usd,
    percentile_cont(0.5) within group (order by around.orders) as median_orders,
    percentile_cont(0.5) within group (order by around.discount_share_usd) as median_discount_share
  from weeks
  join weeks as around
    on around.week between weeks.week - 28 and weeks.week + 28
   and around.week <> weeks.week
  group by weeks.week, weeks.orders, weeks.discount_share_usd
),
standing_out as (
  select *
  from compared
  where orders > 1.5 * median_orders
     or discount_share_usd > 3 * median_discount_share
  order by week desc
  limit 8
),
-- The coupon that most orders of the week came with.
coupons as (
  select weeks.week, mode() within group (order by placed.coupon_code) as coupon
  from standing_out as weeks
  join etl.metric_tables as ledger on ledger.table_name = 'analytics.order_daily'
  join core.orders as placed
    on placed.created_at >= etl.day_start(weeks.week, ledger.zone)
   and placed.created_at < etl.day_start(weeks.week + 7, ledger.zone)
  where placed.coupon_code is not null
  group by weeks.week
)
select
  standing_out.week::text as week,
  standing_out.orders,
  round(standing_out.median_orders::numeric) as median_around,
  round(discount_share_usd, 3) as discount_share_usd,
  round(median_discount_share::numeric, 3) as median_share_around,
  coupons.coupon as commonest_coupon
from standing_out
left join coupons on coupons.week = standing_out.week
order by standing_out.week desc
