import { disputeOf } from '../payments/disputes';
import type { Payment } from '../payments/payment';
import { refundsOf } from '../payments/refunds';
import { mix, purpose, Random } from '../random';
import { toldAt, type Stories } from '../stories';
import { day, hour, second } from '../time';
import type { Purchase } from './purchase';

const random = new Random();

/** Tells the rest of an order that is paid, or costs nothing. */
export function settle(purchase: Purchase, payment: Payment | null, stories: Stories): void {
  random.reseed(mix(purchase.key, purpose.fulfilment, 0, 0));
  purchase.finished = true;
  purchase.paidAt = payment ? Math.min(payment.authorizedAt, payment.capturedAt) : Infinity;
  const from = payment ? purchase.paidAt : purchase.createdAt;
  purchase.confirmedAt = Math.ceil(from + second + random.exponential(8 * second));
  deliver(purchase, stories);
  if (payment) bookMoney(purchase, payment);
}

/** Nobody pays any more: the order is called off, unless it is forgotten. */
export function giveUp(purchase: Purchase, at: number): void {
  random.reseed(mix(purchase.key, purpose.fulfilment, 1, 0));
  purchase.finished = true;
  if (purchase.script.attempts || random.chance(0.85)) {
    purchase.cancelledAt = Math.ceil(at + 6 * hour + random.next() * 60 * hour);
  }
}

function deliver(purchase: Purchase, stories: Stories): void {
  const { ending } = purchase.script;
  const late = toldAt(stories.lateDeliveries, purchase.createdAt)?.factor ?? 1;
  const processing = purchase.confirmedAt + (0.2 + random.exponential(3)) * hour;
  const shipped = processing + (2 + random.exponential(18)) * hour;
  const onTheWay = late * (18 * hour + random.exponential(1.6 * day));
  const called = random.chance(0.035) ? purchase.confirmedAt + random.exponential(9 * hour) : Infinity;
  const lost = random.chance(0.012);
  const everyday = ending === undefined && purchase.oddity === null;
  const cancelled = ending === 'fraud' ? purchase.confirmedAt + 1.5 * hour : everyday ? called : Infinity;
  if (cancelled < shipped) {
    purchase.cancelledAt = Math.ceil(cancelled);
    if (processing < cancelled) purchase.processingAt = Math.ceil(processing);
    return;
  }
  purchase.processingAt = Math.ceil(processing);
  purchase.shippedAt = Math.ceil(shipped);
  if (lost && everyday) return;
  const wrong = purchase.oddity === 'delivered before shipped';
  purchase.deliveredAt = Math.ceil(shipped + (wrong ? -3 * hour : onTheWay));
}

/** Some providers capture at once, some when the order is sent; some payments are never captured. */
function bookMoney(purchase: Purchase, payment: Payment): void {
  const atOnce = random.chance(0.55) || purchase.script.ending === 'fraud' || purchase.oddity !== null;
  const captured = atOnce ? payment.authorizedAt : purchase.shippedAt;
  if (purchase.oddity !== 'never captured' && payment.authorizedAt < Infinity) payment.capturedAt = captured;
  if (payment.capturedAt === Infinity) {
    payment.cancelledAt = purchase.cancelledAt;
    return;
  }
  payment.refunds = refundsOf(purchase, payment, random);
  payment.dispute = disputeOf(purchase, payment, random);
  let givenBack = 0;
  for (const { end, endedAt, amount } of payment.refunds) {
    if (end !== 'completed' || endedAt === Infinity) continue;
    purchase.refundedAt = Math.min(purchase.refundedAt, endedAt);
    givenBack += amount;
    if (givenBack >= purchase.basket.total)
      purchase.allRefundedAt = Math.min(purchase.allRefundedAt, endedAt);
  }
}
