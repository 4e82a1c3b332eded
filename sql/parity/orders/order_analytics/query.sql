-- Days and old statuses of order_analytics beside order_status_daily.
with v1 as (
  select order_date as day, status, order_count, total_revenue, avg_order_value
  from analytics_v1.order_analytics
  join compared on order_date between compared.from_day and compared.to_day
),
worded as (
  select
    daily.day,
    words.v1_word as status,
    words.read as same_word,
    daily.currency,
    daily.order_count,
    core.major_units(daily.revenue_cents, daily.currency) as revenue,
    daily.avg_order_value_cents is not distinct from daily.revenue_cents::numeric / nullif(daily.order_count, 0) as average_holds
  from analytics.order_status_daily as daily
  join compared on daily.day between compared.from_day and compared.to_day
  join core.vocabulary as words
    on words.field = 'orders.status' and words.v2_word = daily.status
),
v2 as (
  select
    day,
    status,
    sum(order_count) filter (where same_word) as order_count,
    case when count(distinct currency) = 1 then sum(revenue) filter (where same_word) end as revenue,
    sum(order_count) as all_orders,
    sum(revenue) as all_revenue,
    bool_and(average_holds) as averages_hold,
    case when bool_or(not same_word) then 'finer_words' end as words_reason,
    case when count(distinct currency) > 1 then 'currencies_added' end as currencies_reason
  from worded
  group by day, status
)
select
  coalesce(v1.day, v2.day) as day,
  coalesce(v1.status, v2.status) as key,
  measures.measure,
  measures.v1,
  measures.v2,
  measures.reasons,
  measures.explained
from v1
full join v2 on v2.day = v1.day and v2.status = v1.status
cross join lateral (
  values
    ('order_count', v1.order_count, v2.order_count, array[words_reason], v2.all_orders),
    ('total_revenue', v1.total_revenue, v2.revenue, array[words_reason, currencies_reason], v2.all_revenue),
    (
      -- A published average that is not that of its row explains nothing.
      'avg_order_value', v1.avg_order_value, case when averages_hold then v2.revenue / nullif(v2.order_count, 0) end,
      array[words_reason, currencies_reason], case when averages_hold then v2.all_revenue / nullif(v2.all_orders, 0) end
    )
) as measures (measure, v1, v2, reasons, explained)
