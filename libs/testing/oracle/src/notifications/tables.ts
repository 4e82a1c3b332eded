import type { Tables } from '../base/table';
import { notificationAttemptsDaily, notificationFailuresDaily } from './attempts';
import { campaignDaily, campaignRevenueDaily } from './campaigns';
import { confirmationCoverageDaily } from './coverage';
import { channelDaily, notificationDaily } from './delivery';
import { notificationFatigueDaily } from './fatigue';

/** The notification metric tables. */
export const notificationTables = {
  notification_daily: {
    grain: ['day', 'channel', 'notification_type', 'provider', 'template_id'],
    compute: notificationDaily,
  },
  notification_attempts_daily: {
    grain: ['day', 'channel', 'notification_type'],
    compute: notificationAttemptsDaily,
  },
  notification_failures_daily: {
    grain: ['day', 'channel', 'notification_type', 'failure_code'],
    compute: notificationFailuresDaily,
  },
  channel_daily: { grain: ['day', 'channel'], compute: channelDaily },
  campaign_daily: { grain: ['day', 'campaign_id', 'channel'], compute: campaignDaily },
  campaign_revenue_daily: {
    grain: ['day', 'campaign_id', 'channel', 'currency'],
    compute: campaignRevenueDaily,
  },
  confirmation_coverage_daily: { grain: ['day'], compute: confirmationCoverageDaily },
  notification_fatigue_daily: { grain: ['day', 'bucket'], compute: notificationFatigueDaily },
} satisfies Tables;
