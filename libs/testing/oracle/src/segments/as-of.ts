import type { Order } from '../base/facts';
import type { User, World } from '../base/world';

/** "Soft-deleted users leave as-of tables from the end of that day on." */
export function isOpenAt(user: User, end: number): boolean {
  const deleted = user.deletedAt !== null && user.deletedAt < end;
  return user.createdAt < end && !deleted;
}

/**
 * "Orders created before the end of D and not cancelled before it": a cancelled order whose instant of
 * cancelling is not known counts on no day.
 */
export function countsAt(order: Order, end: number): boolean {
  if (order.createdAt >= end) return false;
  if (order.cancelledAt !== null) return order.cancelledAt >= end;
  return order.status !== 'cancelled';
}

/** "≥10 valid orders `high_value`, 5–9 `medium_value`, 1–4 `low_value`, 0 `no_orders`." */
export function segmentOf(orders: number): string {
  if (orders >= 10) return 'high_value';
  if (orders >= 5) return 'medium_value';
  return orders >= 1 ? 'low_value' : 'no_orders';
}

export function ordersByUser(world: World): Map<string, Order[]> {
  const ordersOf = new Map<string, Order[]>();
  for (const order of world.facts.orders) {
    const ofUser = ordersOf.get(order.userId);
    if (ofUser === undefined) ordersOf.set(order.userId, [order]);
    else ofUser.push(order);
  }
  return ordersOf;
}
