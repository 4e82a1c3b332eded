import { v1, v2 } from '@acme/models';
import type { ScheduledJob } from './scheduled-job';

/** Order volume, revenue, fulfilment, products and customers. */
export const orderAnalytics: ScheduledJob = {
  name: 'order-analytics',
  service: 'orders',
  entities: [v2.orders, v2.orderItems],
  legacyEntities: [v1.orders],
  domain: 'orders',
  nightly: { at: '0 3 * * *', because: 'After the users.' },
};
