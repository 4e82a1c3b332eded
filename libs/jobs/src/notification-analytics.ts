import { v1, v2 } from '@acme/models';
import type { ScheduledJob } from './scheduled-job';

/** Delivery and engagement of notifications and campaigns. */
export const notificationAnalytics: ScheduledJob = {
  name: 'notification-analytics',
  service: 'notifications',
  entities: [v2.notifications],
  legacyEntities: [v1.notifications],
  domain: 'notifications',
  nightly: {
    at: '0 5 * * *',
    because: 'Last. Whatever came late to a job before, the next night makes good.',
  },
};
