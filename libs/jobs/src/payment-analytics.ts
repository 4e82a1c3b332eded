import { v1, v2 } from '@acme/models';
import type { ScheduledJob } from './scheduled-job';

/** Payment success, capture, refunds, disputes and fraud signals. */
export const paymentAnalytics: ScheduledJob = {
  name: 'payment-analytics',
  service: 'payments',
  entities: [v2.payments, v2.refunds, v2.disputes],
  legacyEntities: [v1.payments, v1.refunds],
  domain: 'payments',
  nightly: { at: '0 4 * * *', because: 'After the orders.' },
};
