grant select (
  id, user_id, channel, notification_type, status, template_id, order_id, campaign_id, provider, created_at, sent_at,
  delivered_at, opened_at, clicked_at, bounced_at, failed_at, unsubscribed_at, complained_at, failure_code,
  retry_count, updated_at
) on notifications_v2 to :"source_reader";
