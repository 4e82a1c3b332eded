import { v2 } from '@acme/models';
import type { Job } from '@acme/pipeline';

/** Order volume, revenue, fulfilment, products and customers. */
export const orderAnalytics: Job = {
  name: 'order-analytics',
  service: 'orders',
  entities: [v2.orders, v2.orderItems],
  metrics: 'orders',
};
