import type { Job } from '@acme/pipeline';
import { notificationAnalytics } from './notification-analytics';
import { orderAnalytics } from './order-analytics';
import { paymentAnalytics } from './payment-analytics';
import { userAnalytics } from './user-analytics';

/** Every job, in dependency order: a job comes after those whose tables its own tables read. */
export const allJobs: readonly Job[] = [
  orderAnalytics,
  userAnalytics,
  paymentAnalytics,
  notificationAnalytics,
];
