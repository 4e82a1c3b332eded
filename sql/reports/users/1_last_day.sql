-- The last complete day
select
  activity.day::text as day,
  activity.dau,
  activity.wau,
  activity.mau,
  activity.new_users as new,
  activity.returning_users as returning,
  activity.resurrected_users as resurrected,
  round(activity.stickiness_rate, 3) as stickiness,
  round(churn.churn_30d_rate, 3) as churn_30d
from analytics.user_activity_daily as activity
left join analytics.user_churn_daily as churn on churn.day = activity.day
where activity.subscription_tier = 'all'
order by activity.day desc
offset 1 limit 1
