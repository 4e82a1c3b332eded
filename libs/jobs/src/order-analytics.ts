import { v1, v2 } from '@acme/models';
import type { Job } from '@acme/pipeline';

/** Order volume, revenue, fulfilment, products and customers. */
export const orderAnalytics: Job = {
  name: 'order-analytics',
  service: 'orders',
  entities: [v2.orders, v2.orderItems],
  legacyEntities: [v1.orders],
  metrics: 'orders',
};
