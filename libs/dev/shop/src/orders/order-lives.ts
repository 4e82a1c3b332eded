import { day } from '../time';
import type { World } from '../world';
import type { OrderLife } from './order-life';
import { purchases } from './purchases';

/** The orders of shop days [fromDay, fromDay + days), in the order of createdAt. */
export function* orderLives(world: World, fromDay: number, days: number): Generator<OrderLife> {
  const from = world.plan.openedAt + fromDay * day;
  for (const purchase of purchases(world, fromDay + days)) {
    if (purchase.createdAt >= from) yield purchase;
  }
}
