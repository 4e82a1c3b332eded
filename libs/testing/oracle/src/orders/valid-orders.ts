import type { Order } from '../base/facts';
import type { World } from '../base/world';
import { compareIds } from './numbers';

/** User → valid orders by (created_at, id), of existing users. */
export function validOrdersByUser(world: World): Map<string, Order[]> {
  const ordersOf = new Map<string, Order[]>();
  for (const order of world.facts.orders) {
    if (!order.valid || !world.userById.has(order.userId)) continue;
    const ofUser = ordersOf.get(order.userId);
    if (ofUser === undefined) ordersOf.set(order.userId, [order]);
    else ofUser.push(order);
  }
  for (const ofUser of ordersOf.values()) {
    ofUser.sort((a, b) => a.createdAt - b.createdAt || compareIds(a.id, b.id));
  }
  return ordersOf;
}
