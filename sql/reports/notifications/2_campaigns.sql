-- Campaigns, those that annoy first
select
  campaign_id,
  min(day)::text as first_day,
  sum(sent) as sent,
  round(sum(opened)::numeric / nullif(sum(delivered), 0), 3) as open_rate,
  round(sum(clicked)::numeric / nullif(sum(delivered), 0), 3) as click_rate,
  round(sum(unsubscribed)::numeric / nullif(sum(delivered), 0), 4) as unsubscribe_rate,
  round(sum(complained)::numeric / nullif(sum(delivered), 0), 4) as complaint_rate,
  sum(orders_7d) as orders_7d,
  case when sum(unsubscribed) >= 0.02 * sum(delivered) then 'annoys' else '' end as reading
from analytics.campaign_daily
group by campaign_id
order by unsubscribe_rate desc nulls last
limit 6
