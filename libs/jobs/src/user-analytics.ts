import { v1, v2 } from '@acme/models';
import type { ScheduledJob } from './scheduled-job';

/** Registration, activity, retention and churn of users. */
export const userAnalytics: ScheduledJob = {
  name: 'user-analytics',
  service: 'users',
  entities: [v2.users, v2.userActivity],
  legacyEntities: [v1.users, v1.userActivity],
  domain: 'users',
  nightly: { at: '0 2 * * *', because: 'First: the other jobs read its users.' },
};
