-- Two weeks of sales up to each stale day, side by side.
with weeks as (
  select
    stale.day,
    sales.product_id,
    sales.currency,
    (array_agg(sales.category order by sales.day desc))[1] as category,
    coalesce(sum(sales.units) filter (where sales.day > stale.day - 7), 0) as units_7d,
    coalesce(sum(sales.units) filter (where sales.day <= stale.day - 7), 0) as units_prior_7d,
    case
      when (select core.is_available('order_items', 'discount_cents'))
      then coalesce(sum(sales.net_before_refunds_cents) filter (where sales.day > stale.day - 7), 0)
    end as net_before_refunds_7d_cents,
    case
      when (select core.is_available('order_items', 'discount_cents'))
      then coalesce(sum(sales.net_before_refunds_cents) filter (where sales.day <= stale.day - 7), 0)
    end as net_before_refunds_prior_7d_cents
  from stale_days as stale
  join analytics.product_daily as sales
    on sales.day > stale.day - 14
   and sales.day <= stale.day
  group by stale.day, sales.product_id, sales.currency
)
select
  day,
  product_id,
  currency,
  category,
  units_7d,
  units_prior_7d,
  net_before_refunds_7d_cents,
  net_before_refunds_prior_7d_cents,
  -- Against nothing, or less, there is no growth.
  case
    when net_before_refunds_prior_7d_cents > 0
    then (net_before_refunds_7d_cents - net_before_refunds_prior_7d_cents) / net_before_refunds_prior_7d_cents
  end as growth_ratio,
  case
    when net_before_refunds_7d_cents is not null
    then rank() over (partition by day, currency, category order by net_before_refunds_7d_cents desc)
  end as rank_in_category
from weeks
where units_7d > 0
   or units_prior_7d > 0
