import { v1, v2 } from '@acme/models';
import type { Job } from '@acme/pipeline';

/** Payment success, capture, refunds, disputes and fraud signals. */
export const paymentAnalytics: Job = {
  name: 'payment-analytics',
  service: 'payments',
  entities: [v2.payments, v2.refunds, v2.disputes],
  legacyEntities: [v1.payments, v1.refunds],
  metrics: 'payments',
};
