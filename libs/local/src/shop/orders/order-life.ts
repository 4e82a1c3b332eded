import type { World } from '../world';
import { purchases } from './purchases';

/** All that will ever happen to one order; instants in milliseconds, Infinity: never. */
export interface OrderLife {
  /** Position among all orders ever, in the order of creation. */
  readonly index: number;
  /** Position of the user in the world. */
  readonly user: number;
  readonly currency: string;
  readonly createdAt: number;
  readonly confirmedAt: number;
  readonly shippedAt: number;
  readonly deliveredAt: number;
  readonly cancelledAt: number;
  readonly firstPaymentFailedAt: number;
  readonly paidAt: number;
  /** The first completed refund. */
  readonly refundedAt: number;
}

/** The orders of shop days [fromDay, fromDay + days), in the order of createdAt. */
export function* orderLives(world: World, fromDay: number, days: number): Generator<OrderLife> {
  const from = world.plan.openedAt + fromDay * 86_400_000;
  for (const purchase of purchases(world, fromDay + days)) {
    if (purchase.createdAt >= from) yield purchase;
  }
}
