import { describeJob } from '@acme/testing';

describeJob({
  name: 'notification-analytics',
  tables: ['notification_daily', 'notification_attempts_daily', 'channel_daily', 'campaign_daily'],
  drift: {
    sql: 'alter table notifications_v2 drop column sent_at, drop column campaign_id',
    line: /notifications\.sent_at: missing.*notifications\.campaign_id: missing|notifications\.campaign_id: missing.*notifications\.sent_at: missing/,
  },
  edit: {
    sql: `update notifications_v2 set complained_at = sent_at + interval '1 hour', updated_at = '2026-11-20T05:00Z'
      where id = (select min(id) from notifications_v2 where sent_at >= '2026-10-05' and sent_at < '2026-10-06' and complained_at is null)`,
    table: 'notification_daily',
  },
});
