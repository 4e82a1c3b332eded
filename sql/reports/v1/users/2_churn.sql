-- Open accounts by status at the end of the last complete day
select status, user_count, round(avg_days_active::numeric, 1) as avg_days_active
from analytics_v1.user_churn
order by status
