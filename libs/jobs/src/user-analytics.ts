import { v1, v2 } from '@acme/models';
import type { Job } from '@acme/pipeline';

/** Registration, activity, retention and churn of users. */
export const userAnalytics: Job = {
  name: 'user-analytics',
  service: 'users',
  entities: [v2.users, v2.userActivity],
  legacyEntities: [v1.users, v1.userActivity],
  metrics: 'users',
};
