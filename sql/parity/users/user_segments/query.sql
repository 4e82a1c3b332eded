-- Users of both tables, with their orders by what each table counts.
with ordered as (
  select
    orders.user_token,
    statuses.v1_word = 'completed' as completed,
    case
      when orders.cancelled_at < this_run.now
      then orders.cancelled_at >= etl.day_start(this_run.today, this_run.zone)
      else orders.status <> 'cancelled'
    end as counted_by_v2,
    core.major_units(orders.total_cents, orders.currency) as total
  from core.orders as orders
  join core.vocabulary as statuses
    on statuses.field = 'orders.status' and statuses.v2_word = orders.status
  cross join this_run
  where orders.created_at < etl.day_start(this_run.today, this_run.zone)
),
corrections as (
  select
    user_token,
    count(*) filter (where completed and not counted_by_v2)
      - count(*) filter (where not completed and counted_by_v2) as orders,
    bool_or(completed <> counted_by_v2) as differ,
    sum(total) filter (where completed) as spend
  from ordered
  group by user_token
),
paired as (
  select
    coalesce(v1.user_token, v2.user_token) as key,
    v1.total_orders as v1_orders,
    v1.total_spend as v1_spend,
    case v1.segment when 'high_value' then 10 when 'medium_value' then 5 when 'low_value' then 1 end as v1_segment,
    v2.total_orders as v2_orders,
    case v2.segment when 'high_value' then 10 when 'medium_value' then 5 when 'low_value' then 1 when 'no_orders' then 0 end
      as v2_segment,
    nullif(v2.total_orders + coalesce(corrections.orders, 0), 0) as completed_orders,
    case when v2.user_token is not null then corrections.spend end as spend,
    case when corrections.differ then 'completed_only' end as orders_reason,
    case when v2.total_orders + coalesce(corrections.orders, 0) = 0 then 'no_row_without_orders' end as row_reason
  from analytics_v1.user_segments as v1
  full join analytics.user_segments as v2 on v2.user_token = v1.user_token
  left join corrections on corrections.user_token = coalesce(v1.user_token, v2.user_token)
)
select
  null::date as day,
  paired.key,
  measures.measure,
  measures.v1,
  measures.v2,
  measures.reasons,
  measures.explained
from paired
cross join lateral (
  values
    ('total_orders', v1_orders, v2_orders, array[orders_reason, row_reason], completed_orders),
    (
      'segment', v1_segment, v2_segment, array[orders_reason, row_reason],
      -- Where v2's segment is not that of its own orders nothing explains v1's.
      case
        when v2_segment is distinct from least(v2_orders, case when v2_orders >= 10 then 10 when v2_orders >= 5 then 5 else 1 end)
        then 'NaN'::numeric
        when completed_orders >= 10 then 10
        when completed_orders >= 5 then 5
        when completed_orders >= 1 then 1
      end
    ),
    ('total_spend', v1_spend, null, array['no_counterpart'], spend)
) as measures (measure, v1, v2, reasons, explained)
