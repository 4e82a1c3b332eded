import type { World } from '../base/world';
import { sum } from './numbers';

export interface OrderMoney {
  gross: number;
  refunded: number;
  net: number;
}

/**
 * By id, of valid orders: gross = Σ quantity × unit_price_cents of the items (0 without items), refunded
 * = completed refunds of the order in its currency by now, net = gross − discount − refunded.
 */
export function orderMoney(world: World): Map<string, OrderMoney> {
  const refundedOf = refundedByOrder(world);
  const money = new Map<string, OrderMoney>();
  for (const order of world.facts.orders) {
    if (!order.valid) continue;
    const gross = sum(order.items, (item) => item.quantity * item.unitPriceCents);
    const refunded = refundedOf.get(order.id) ?? 0;
    money.set(order.id, { gross, refunded, net: gross - order.discountCents - refunded });
  }
  return money;
}

/** A refund in another currency than the order is left out: never summed across currencies. */
function refundedByOrder(world: World): Map<string, number> {
  const refunded = new Map<string, number>();
  for (const { completedAt, orderId, currency, amountCents } of world.facts.refunds) {
    if (completedAt === null || orderId === null) continue;
    if (world.facts.orderById.get(orderId)?.currency !== currency) continue;
    refunded.set(orderId, (refunded.get(orderId) ?? 0) + amountCents);
  }
  return refunded;
}
