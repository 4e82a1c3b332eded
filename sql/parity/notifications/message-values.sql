-- Measures of notifications by old channel. `v1` has the old table's rows by day and key; `v2` has the new table's, with
-- channel and what of the key follows it. Where there are no days, `day` is NULL on both sides.
with worded as (
  select
    v2.day,
    coalesce(words.v1_word, v2.channel) as channel,
    coalesce(words.v1_word, v2.channel) || v2.rest_of_key as key,
    coalesce(words.read, true) as same_word,
    v2.sent,
    v2.delivered,
    v2.opened,
    v2.clicked,
    v2.delivery_rate is not distinct from v2.delivered::numeric / nullif(v2.sent, 0) as delivery_holds,
    v2.open_rate is not distinct from v2.opened::numeric / nullif(v2.delivered, 0) as open_holds,
    v2.click_to_open_rate is not distinct from v2.clicked::numeric / nullif(v2.opened, 0) as click_to_open_holds,
    v2.click_rate is not distinct from v2.clicked::numeric / nullif(v2.delivered, 0) as click_holds
  from v2
  left join core.vocabulary as words
    on words.field = 'notifications.channel' and words.v2_word = v2.channel
),
summed as (
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
    channel <> 'push' as opens_are_known,
    case when bool_or(not same_word) then 'finer_words' end as words_reason,
    case when channel = 'push' then 'push_not_told' end as push_reason
  from worded
  group by day, channel, key
)
select
  coalesce(v1.day, summed.day) as day,
  coalesce(v1.key, summed.key) as key,
  measures.measure,
  measures.v1,
  measures.v2,
  measures.reasons,
  measures.explained
from v1
full join summed
  on coalesce(summed.day, 'infinity') = coalesce(v1.day, 'infinity')
 and summed.key = v1.key
cross join lateral (
  values
    ('total_sent', v1.total_sent, summed.sent, array[words_reason], all_sent),
    ('delivered', v1.delivered, summed.delivered, array[words_reason], all_delivered),
    ('opened', v1.opened, summed.opened, array[words_reason, push_reason], case when opens_are_known then all_opened end),
    ('clicked', v1.clicked, summed.clicked, array[words_reason, push_reason], case when opens_are_known then all_clicked end),
    (
      'delivery_rate', v1.delivery_rate, 100 * summed.delivered / nullif(summed.sent, 0),
      array[words_reason, 'rounded_percent'],
      case when delivery_rates_hold then round(100 * all_delivered / nullif(all_sent, 0), 2) end
    ),
    (
      'open_rate', v1.open_rate, 100 * summed.opened / nullif(summed.delivered, 0),
      array[
        words_reason, push_reason,
        case when opens_are_known then case all_delivered when 0 then 'zero_denominator' else 'rounded_percent' end end
      ],
      case when open_rates_hold then coalesce(round(100 * all_opened / nullif(all_delivered, 0), 2), 0) end
    ),
    (
      'click_rate', v1.click_rate, 100 * summed.clicked / nullif(summed.opened, 0),
      array[
        words_reason, push_reason,
        case when opens_are_known then case all_opened when 0 then 'zero_denominator' else 'rounded_percent' end end
      ],
      case when click_to_open_rates_hold then coalesce(round(100 * all_clicked / nullif(all_opened, 0), 2), 0) end
    ),
    (
      'click_through_rate', v1.click_through_rate, 100 * summed.clicked / nullif(summed.delivered, 0),
      array[words_reason, push_reason, case when opens_are_known then 'clicks_of_sent' end],
      case when click_rates_hold then round(100 * all_clicked / nullif(all_sent, 0), 2) end
    )
) as measures (measure, v1, v2, reasons, explained)
