-- Days, old channels and types of notification_analytics beside notification_daily.
with v1 as (
  select
    notification_date as day, channel || ' ' || notification_type as key, total_sent, delivered, opened, clicked,
    delivery_rate, open_rate, click_rate, click_through_rate
  from analytics_v1.notification_analytics
  join compared on notification_date between compared.from_day and compared.to_day
),
worded as (
  select
    daily.day,
    coalesce(words.v1_word, daily.channel) as channel,
    coalesce(words.v1_word, daily.channel) || ' ' || daily.notification_type as key,
    coalesce(words.read, true) as same_word,
    daily.sent,
    daily.delivered,
    daily.opened,
    daily.clicked,
    daily.delivery_rate is not distinct from daily.delivered::numeric / nullif(daily.sent, 0) as delivery_holds,
    daily.open_rate is not distinct from daily.opened::numeric / nullif(daily.delivered, 0) as open_holds,
    daily.click_to_open_rate is not distinct from daily.clicked::numeric / nullif(daily.opened, 0) as click_to_open_holds,
    daily.click_rate is not distinct from daily.clicked::numeric / nullif(daily.delivered, 0) as click_holds
  from analytics.notification_daily as daily
  join compared on daily.day between compared.from_day and compared.to_day
  left join core.vocabulary as words
    on words.field = 'notifications.channel' and words.v2_word = daily.channel
),
v2 as (
  select
    day,
    channel,
    key,
    sum(sent) filter (where same_word) as sent,
    sum(delivered) filter (where same_word) as delivered,
    sum(opened) filter (where same_word) as opened,
    sum(clicked) filter (where same_word) as clicked,
    sum(sent) as all_sent,
    sum(delivered) as all_delivered,
    sum(opened) as all_opened,
    sum(clicked) as all_clicked,
    bool_and(delivery_holds) as delivery_rates_hold,
    channel <> 'push' and bool_and(open_holds) as open_rates_hold,
    channel <> 'push' and bool_and(click_to_open_holds) as click_to_open_rates_hold,
    channel <> 'push' and bool_and(click_holds) as click_rates_hold,
    channel <> 'push' as opens_are_told,
    case when bool_or(not same_word) then 'finer_words' end as words_reason,
    case when channel = 'push' then 'push_not_told' end as push_reason
  from worded
  group by day, channel, key
)
select
  coalesce(v1.day, v2.day) as day,
  coalesce(v1.key, v2.key) as key,
  measures.measure,
  measures.v1,
  measures.v2,
  measures.reasons,
  measures.explained
from v1
full join v2 on v2.day = v1.day and v2.key = v1.key
cross join lateral (
  values
    ('total_sent', v1.total_sent, v2.sent, array[words_reason], all_sent),
    ('delivered', v1.delivered, v2.delivered, array[words_reason], all_delivered),
    ('opened', v1.opened, v2.opened, array[words_reason, push_reason], case when opens_are_told then all_opened end),
    ('clicked', v1.clicked, v2.clicked, array[words_reason, push_reason], case when opens_are_told then all_clicked end),
    (
      'delivery_rate', v1.delivery_rate, 100 * v2.delivered / nullif(v2.sent, 0),
      array[words_reason, 'rounded_percent'],
      case when delivery_rates_hold then round(100 * all_delivered / nullif(all_sent, 0), 2) end
    ),
    (
      'open_rate', v1.open_rate, 100 * v2.opened / nullif(v2.delivered, 0),
      array[
        words_reason, push_reason,
        case when opens_are_told then case all_delivered when 0 then 'zero_denominator' else 'rounded_percent' end end
      ],
      case when open_rates_hold then coalesce(round(100 * all_opened / nullif(all_delivered, 0), 2), 0) end
    ),
    (
      'click_rate', v1.click_rate, 100 * v2.clicked / nullif(v2.opened, 0),
      array[
        words_reason, push_reason,
        case when opens_are_told then case all_opened when 0 then 'zero_denominator' else 'rounded_percent' end end
      ],
      case when click_to_open_rates_hold then coalesce(round(100 * all_clicked / nullif(all_opened, 0), 2), 0) end
    ),
    (
      'click_through_rate', v1.click_through_rate, 100 * v2.clicked / nullif(v2.delivered, 0),
      array[words_reason, push_reason, case when opens_are_told then 'clicks_of_sent' end],
      case when click_rates_hold then round(100 * all_clicked / nullif(all_sent, 0), 2) end
    )
) as measures (measure, v1, v2, reasons, explained)
