import { v1, type Entity } from '@acme/models';

/** Every entity as the legacy tables become it. */
export const legacyEntities: Entity[] = [
  v1.users,
  v1.userActivity,
  v1.orders,
  v1.payments,
  v1.refunds,
  v1.notifications,
];
