import { v1, v2 } from '@acme/models';
import type { Job } from '@acme/pipeline';

/** Delivery and engagement of notifications and campaigns. */
export const notificationAnalytics: Job = {
  name: 'notification-analytics',
  service: 'notifications',
  entities: [v2.notifications],
  legacyEntities: [v1.notifications],
  metrics: 'notifications',
};
