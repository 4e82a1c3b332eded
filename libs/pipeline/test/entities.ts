import { v1, v2, type Entity } from '@acme/models';

/** Every entity of the second generation. */
export const allEntities: Entity[] = [
  v2.users,
  v2.userActivity,
  v2.orders,
  v2.orderItems,
  v2.payments,
  v2.refunds,
  v2.disputes,
  v2.notifications,
];

/** Every entity as the legacy tables become it. */
export const legacyEntities: Entity[] = [
  v1.users,
  v1.userActivity,
  v1.orders,
  v1.payments,
  v1.refunds,
  v1.notifications,
];
