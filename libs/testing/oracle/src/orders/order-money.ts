import type { Refund } from '../base/facts';
import type { World } from '../base/world';
import { sum } from './numbers';

export interface OrderMoney {
  gross: number;
  refunded: number;
  /** Number of its completed refunds in another currency, which `refunded` leaves out. */
  otherRefunds: number;
  net: number;
}

/**
 * By id, of valid orders: gross = Σ quantity × unit_price_cents of the items (0 without items), refunded
 * = completed refunds of the order in its currency by now, net = gross − discount − refunded. "Joined by its
 * order: its own order_id, else its payment's."
 */
export function orderMoney(world: World): Map<string, OrderMoney> {
  const refundsOf = completedByOrder(world);
  const money = new Map<string, OrderMoney>();
  for (const order of world.facts.orders) {
    if (!order.valid) continue;
    const gross = sum(order.items, (item) => item.quantity * item.unitPriceCents);
    const refunds = refundsOf.get(order.id) ?? [];
    const own = refunds.filter(({ currency }) => currency === order.currency);
    const refunded = sum(own, ({ amountCents }) => amountCents);
    money.set(order.id, {
      gross,
      refunded,
      otherRefunds: refunds.length - own.length,
      net: gross - order.discountCents - refunded,
    });
  }
  return money;
}

function completedByOrder({ facts }: World): Map<string, Refund[]> {
  const refundsOf = new Map<string, Refund[]>();
  for (const refund of facts.refunds) {
    if (refund.completedAt === null) continue;
    const orderId = refund.orderId ?? facts.paymentById.get(refund.paymentId)?.orderId ?? null;
    if (orderId !== null) refundsOf.set(orderId, [...(refundsOf.get(orderId) ?? []), refund]);
  }
  return refundsOf;
}
