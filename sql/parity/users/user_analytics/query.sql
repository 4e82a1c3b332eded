-- Registration days of user_analytics beside user_registrations_daily, and its statuses beside the last complete day
-- of user_status_daily.
with v1_days as (
  select
    registration_date as day,
    count(*) as accounts,
    count(*) filter (where email_verified) as verified,
    count(*) filter (where subscription_type = 'premium') as premium,
    count(*) filter (where subscription_type = 'basic') as basic,
    count(*) filter (where subscription_type = 'free') as free,
    sum(days_since_last_login) as days_since_last_login
  from analytics_v1.user_analytics
  join compared on registration_date between compared.from_day and compared.to_day
  group by registration_date
),
v2_days as (
  select
    daily.day,
    sum(daily.registrations) as registrations,
    sum(daily.verified) as verified,
    sum(daily.premium) as premium,
    sum(daily.premium + daily.enterprise) as all_premium,
    case when sum(daily.enterprise) > 0 then 'finer_words' end as words_reason
  from analytics.user_registrations_daily as daily
  join compared on daily.day between compared.from_day and compared.to_day
  group by daily.day
),
unavailable as (
  select
    etl.local_day(users.created_at, this_run.zone) as day,
    count(*) filter (where tiers.v1_word = 'basic') as basic,
    count(*) filter (where tiers.v1_word = 'free') as free,
    sum(this_run.today - etl.local_day(users.last_activity_at, this_run.zone))
      filter (where users.last_activity_at < this_run.now) as days_since_last_login
  from core.users as users
  join this_run on users.created_at < this_run.now
  left join core.vocabulary as tiers
    on tiers.field = 'users.subscription_tier' and tiers.v2_word = users.subscription_tier
  group by 1
),
days as (
  select coalesce(v1_days.day, v2_days.day) as day, measures.*
  from v1_days
  full join v2_days on v2_days.day = v1_days.day
  left join unavailable on unavailable.day = coalesce(v1_days.day, v2_days.day)
  cross join lateral (
    values
      ('accounts', v1_days.accounts, v2_days.registrations, array[]::text[], null),
      ('email_verified', v1_days.verified, v2_days.verified, array[]::text[], null),
      ('premium', v1_days.premium, v2_days.premium, array[words_reason], all_premium),
      ('basic', v1_days.basic, null, array['no_counterpart'], unavailable.basic),
      ('free', v1_days.free, null, array['no_counterpart'], unavailable.free),
      (
        'days_since_last_login', v1_days.days_since_last_login, null, array['no_counterpart'],
        unavailable.days_since_last_login
      )
  ) as measures (measure, v1, v2, reasons, explained)
),
accounts as (
  select
    now_words.v1_word as word_now,
    day_words.v1_word as word_then,
    coalesce(users.deleted_at < etl.day_start(this_run.today, this_run.zone), false) as closed
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
),
closed as (
  select word_now as word, count(*) as accounts
  from accounts
  where closed
  group by word_now
),
moved as (
  select words.word, sum(words.change) as change
  from accounts
  cross join lateral (values (word_now, 1), (word_then, -1)) as words (word, change)
  where word_now <> word_then and not closed
  group by words.word
),
v1_statuses as (
  select status, count(*) as accounts
  from analytics_v1.user_analytics
  join this_run on registration_date < this_run.today
  group by status
),
v2_statuses as (
  select
    words.v1_word as status,
    sum(daily.user_count) filter (where words.read) as accounts,
    sum(daily.user_count) as all_accounts,
    case when bool_or(not words.read) then 'finer_words' end as words_reason
  from analytics.user_status_daily as daily
  join this_run on daily.day = this_run.today - 1
  join core.vocabulary as words
    on words.field = 'users.status' and words.v2_word = daily.status
  group by words.v1_word
),
statuses as (
  select
    coalesce(v1.status, v2.status) as status,
    v1.accounts as v1_accounts,
    v2.accounts as v2_accounts,
    nullif(coalesce(v2.all_accounts, 0) + coalesce(closed.accounts, 0) + coalesce(moved.change, 0), 0) as explained,
    v2.words_reason,
    case when closed.word is not null then 'closed_accounts' end as closed_reason,
    case when moved.word is not null then 'status_of_now' end as now_reason
  from v1_statuses as v1
  full join v2_statuses as v2 on v2.status = v1.status
  left join closed on closed.word = coalesce(v1.status, v2.status)
  left join moved on moved.word = coalesce(v1.status, v2.status)
)
select day, 'all' as key, measure, v1, v2, reasons, explained
from days
union all
select
  null, 'status ' || status, 'accounts', v1_accounts, v2_accounts,
  array[words_reason, closed_reason, now_reason], explained
from statuses
