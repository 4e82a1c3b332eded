grant select (
  id, user_id, channel, notification_type, status, created_at, sent_at, delivered_at, opened_at, clicked_at,
  failed_at, updated_at
) on notifications_legacy to :"source_reader";
