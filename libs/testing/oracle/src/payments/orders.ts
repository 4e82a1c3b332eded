import { DAY_MICROS, dayText } from '../base/calendar';
import type { Payment } from '../base/facts';
import { groupBy, rate } from '../base/numbers';
import type { Row } from '../base/types';
import type { World } from '../base/world';
import { outcomeOf } from './outcome';
import { isWithin, maturityOf } from './periods';

/**
 * Grain: created day of the order's first attempt (created_at, id) × its currency; payments with an
 * order_id, whether or not that order is known. `orders_attempted`, `orders_paid` (any attempt
 * succeeded), `orders_captured` (any attempt with captured_at), `order_success_rate`; `first_failed`; `recovered_24h`: of them, a later attempt authorised or
 * captured within 24 h of the first's creation; `recovery_rate`; `maturity` (24 h).
 */
export function paymentOrdersDaily(world: World): Row[] {
  const groups = groupBy(attemptsByOrder(world), ([first]) => ({
    day: dayText(first.day),
    currency: first.currency,
  }));
  return groups.map(({ grain, items }) => {
    const paid = items.filter((attempts) => attempts.some((payment) => outcomeOf(payment) === 'succeeded'));
    const captured = items.filter((attempts) => attempts.some((payment) => payment.capturedAt !== null));
    const firstFailed = items.filter(([first]) => outcomeOf(first) === 'failed');
    const recovered = firstFailed.filter(isRecovered);
    return {
      ...grain,
      orders_attempted: items.length,
      orders_paid: paid.length,
      orders_captured: captured.length,
      order_success_rate: rate(paid.length, items.length),
      first_failed: firstFailed.length,
      recovered_24h: recovered.length,
      recovery_rate: rate(recovered.length, firstFailed.length),
      maturity: maturityOf(world, items[0]![0].day, DAY_MICROS),
    };
  });
}

/** The attempts at one order, the first one first. */
type Attempts = [Payment, ...Payment[]];

function attemptsByOrder(world: World): Attempts[] {
  const ofOrder = new Map<string, Attempts>();
  for (const payment of [...world.facts.payments].sort(byCreation)) {
    if (payment.orderId === null) continue;
    const attempts = ofOrder.get(payment.orderId);
    if (attempts === undefined) ofOrder.set(payment.orderId, [payment]);
    else attempts.push(payment);
  }
  return [...ofOrder.values()];
}

function byCreation(a: Payment, b: Payment): number {
  if (a.createdAt !== b.createdAt) return a.createdAt - b.createdAt;
  return BigInt(a.id) < BigInt(b.id) ? -1 : 1;
}

function isRecovered([first, ...later]: Attempts): boolean {
  return later.some((payment) =>
    [payment.authorizedAt, payment.capturedAt].some((instant) =>
      isWithin(instant, first.createdAt, DAY_MICROS),
    ),
  );
}
