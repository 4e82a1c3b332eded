import { DAY_MICROS, dayText } from '../base/calendar';
import type { Order, Payment } from '../base/facts';
import { groupBy } from '../base/numbers';
import type { Row } from '../base/types';
import type { World } from '../base/world';

/**
 * Grain: created day × currency, rows where one of the counts is over 0. `orders_without_capture` (valid,
 * total_cents over 0, created over 24 h before now, no payment with captured_at), `captures_without_order` (captured,
 * order_id NULL or unknown; by the payment's created day and currency); `maturity` (24 h).
 */
export function orderCaptureGapDaily(world: World): Row[] {
  const { orders, payments, orderById } = world.facts;
  const captures = payments.filter((payment) => payment.capturedAt !== null);
  const capturedOrders = new Set(captures.map((payment) => payment.orderId));

  const uncaptured = orders.filter((order) => {
    const due = order.createdAt + DAY_MICROS <= world.now;
    return order.valid && order.totalCents > 0 && due && !capturedOrders.has(order.id);
  });
  const stray = captures.filter(({ orderId }) => orderId === null || !orderById.has(orderId));
  const gaps: { order?: Order; payment?: Payment; of: Order | Payment }[] = [
    ...uncaptured.map((order) => ({ order, of: order })),
    ...stray.map((payment) => ({ payment, of: payment })),
  ];
  const groups = groupBy(gaps, ({ of }) => ({ day: dayText(of.day), currency: of.currency }));
  return groups.map(({ grain, items }) => ({
    ...grain,
    orders_without_capture: items.filter(({ order }) => order !== undefined).length,
    captures_without_order: items.filter(({ payment }) => payment !== undefined).length,
    maturity: world.calendar.end(items[0]!.of.day) + DAY_MICROS <= world.now ? 'final' : 'provisional',
  }));
}
