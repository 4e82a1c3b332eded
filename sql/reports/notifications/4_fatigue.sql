-- Fatigue: users by notifications received in 7 days, over the last 4 weeks
with last_day as (
  select max(day) as day
  from analytics.notification_fatigue_daily
)
select
  bucket,
  round(avg(users)) as users_a_day,
  round(sum(opened)::numeric / nullif(sum(received), 0), 3) as open_rate,
  round(sum(unsubscribed)::numeric / nullif(sum(received), 0), 4) as unsubscribe_rate
from analytics.notification_fatigue_daily as fatigue
join last_day on fatigue.day > last_day.day - 28
group by bucket
order by bucket
