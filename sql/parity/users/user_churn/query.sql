-- Old statuses of user_churn beside the last complete day of user_status_daily.
with accounts as (
  select
    users.user_token,
    users.created_at,
    spans.status as status_then,
    now_words.v1_word as word_now,
    day_words.v1_word as word_then
  from core.users as users
  cross join this_run
  join core.user_spans as spans
    on spans.user_token = users.user_token
   and this_run.today - 1 >= spans.from_day
   and this_run.today - 1 < spans.to_day
  join core.vocabulary as now_words
    on now_words.field = 'users.status' and now_words.v2_word = users.status
  join core.vocabulary as day_words
    on day_words.field = 'users.status' and day_words.v2_word = spans.status
  where users.created_at < etl.day_start(this_run.today, this_run.zone)
    and (users.deleted_at is null or users.deleted_at >= etl.day_start(this_run.today, this_run.zone))
),
moved as (
  select words.word, sum(words.change) as change
  from accounts
  cross join lateral (values (word_now, 1), (word_then, -1)) as words (word, change)
  where word_now <> word_then
  group by words.word
),
last_events as (
  select days.user_token, max(days.last_event_at) as last_event_at
  from core.user_days as days
  join this_run on days.day < this_run.today
  group by days.user_token
),
lifetimes as (
  select
    accounts.word_now,
    accounts.status_then,
    (extract(epoch from last_events.last_event_at) - extract(epoch from accounts.created_at)) / 86400 as days
  from accounts
  join last_events on last_events.user_token = accounts.user_token
),
means as (
  select word_now as word, avg(days) as days
  from lifetimes
  group by word_now
),
means_then as (
  select status_then as status, avg(days) as days
  from lifetimes
  group by status_then
),
v2 as (
  select
    words.v1_word as word,
    sum(daily.user_count) filter (where words.read) as user_count,
    max(daily.avg_days_active) filter (where words.read) as days_active,
    sum(daily.user_count) as all_users,
    bool_and(
      means_then.days is not distinct from daily.avg_days_active
      or coalesce(abs(means_then.days - daily.avg_days_active) <= 1e-9 * abs(means_then.days), false)
    ) as means_hold,
    case when bool_or(not words.read) then 'finer_words' end as words_reason,
    case when count(*) > 1 then 'mean_of_means' end as means_reason
  from analytics.user_status_daily as daily
  join this_run on daily.day = this_run.today - 1
  join core.vocabulary as words
    on words.field = 'users.status' and words.v2_word = daily.status
  left join means_then on means_then.status = daily.status
  group by words.v1_word
),
paired as (
  select
    coalesce(v1.status, v2.word) as key,
    v1.user_count as v1_count,
    v1.avg_days_active as v1_days,
    v2.user_count as v2_count,
    v2.days_active as v2_days,
    nullif(coalesce(v2.all_users, 0) + coalesce(moved.change, 0), 0) as users,
    -- Where a mean of v2 is wrong nothing explains v1's.
    case when coalesce(v2.means_hold, true) then means.days else 'NaN' end as days,
    v2.words_reason,
    v2.means_reason,
    case when moved.word is not null then 'status_of_now' end as now_reason
  from analytics_v1.user_churn as v1
  full join v2 on v2.word = v1.status
  left join moved on moved.word = coalesce(v1.status, v2.word)
  left join means on means.word = coalesce(v1.status, v2.word)
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
    ('user_count', v1_count, v2_count, array[words_reason, now_reason], users),
    ('avg_days_active', v1_days, v2_days, array[means_reason, words_reason, now_reason], days)
) as measures (measure, v1, v2, reasons, explained)
