import { notificationAnalytics } from './notification-analytics';
import { orderAnalytics } from './order-analytics';
import { paymentAnalytics } from './payment-analytics';
import type { ScheduledJob } from './scheduled-job';
import { userAnalytics } from './user-analytics';

/**
 * Every job, in dependency order: a job comes after those whose tables its own tables read. Manifests, lists and tests
 * follow from this table.
 */
export const allJobs: readonly ScheduledJob[] = [
  orderAnalytics,
  userAnalytics,
  paymentAnalytics,
  notificationAnalytics,
];
