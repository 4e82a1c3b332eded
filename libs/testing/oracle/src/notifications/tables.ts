import type { Tables } from '../base/table';
import { notificationAttemptsDaily, notificationFailuresDaily } from './attempts';
import { campaignDaily, campaignRevenueDaily } from './campaigns';
import { confirmationCoverageDaily } from './coverage';
import { channelDaily, notificationDaily } from './delivery';
import { notificationFatigueDaily } from './fatigue';

const engagement = {
  bounced: 'notifications.bounced_at',
  bounce_rate: 'notifications.bounced_at',
  unsubscribed: 'notifications.unsubscribed_at',
  unsubscribe_rate: 'notifications.unsubscribed_at',
  complained: 'notifications.complained_at',
  complaint_rate: 'notifications.complained_at',
};

/** The notification metric tables. */
export const tables = {
  notification_daily: {
    grain: ['day', 'channel', 'notification_type', 'provider', 'template_id'],
    compute: notificationDaily,
    madeOf: engagement,
  },
  notification_attempts_daily: {
    grain: ['day', 'channel', 'notification_type'],
    compute: notificationAttemptsDaily,
    madeOf: { retried: 'notifications.retry_count', retry_rate: 'notifications.retry_count' },
  },
  notification_failures_daily: {
    grain: ['day', 'channel', 'notification_type', 'failure_code'],
    compute: notificationFailuresDaily,
  },
  channel_daily: { grain: ['day', 'channel'], compute: channelDaily, madeOf: engagement },
  campaign_daily: { grain: ['day', 'campaign_id', 'channel'], compute: campaignDaily, madeOf: engagement },
  campaign_revenue_daily: {
    grain: ['day', 'campaign_id', 'channel', 'currency'],
    compute: campaignRevenueDaily,
    madeOf: { net_cents: 'orders.discount_cents' },
  },
  confirmation_coverage_daily: { grain: ['day'], compute: confirmationCoverageDaily },
  notification_fatigue_daily: {
    grain: ['day', 'bucket'],
    compute: notificationFatigueDaily,
    madeOf: {
      unsubscribed: 'notifications.unsubscribed_at',
      unsubscribe_rate: 'notifications.unsubscribed_at',
    },
  },
} satisfies Tables;
