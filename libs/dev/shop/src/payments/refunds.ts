import type { Purchase } from '../orders/purchase';
import type { Random } from '../random';
import { day, hour } from '../time';
import type { Payment, Refund } from './payment';

const reasons = [
  ['requested_by_customer', 0.46],
  ['product_unacceptable', 0.2],
  ['product_not_received', 0.12],
  ['duplicate', 0.08],
  ['fraudulent', 0.04],
  ['other', 0.1],
] as const;

/** The refunds of a captured payment, in the order of their end; a day to two months after the capture. */
export function refundsOf(purchase: Purchase, payment: Payment, random: Random): Refund[] {
  const { script, oddity, basket } = purchase;
  const { total } = basket;
  const kind = random.next();
  const after = (days: number) => Math.ceil(payment.capturedAt + days * day);
  const spread = 1 + 52 * random.next() ** 1.8;
  const work = 1 + random.exponential(16);
  const refund = (days: number, amount: number, reason: string, rest: Partial<Refund> = {}): Refund => ({
    createdAt: after(days),
    endedAt: Math.ceil(after(days) + Math.min(work, 96) * hour),
    end: 'completed',
    amount,
    currency: purchase.currency,
    reason,
    initiatedBy: 'customer',
    ...rest,
  });
  if (script.ending === 'abuse') return [refund(3 + 5 * kind, total, 'product_not_received')];
  if (script.ending === 'fraud') return [refund(1 + kind, total, 'fraudulent', { initiatedBy: 'system' })];
  if (script.ending === 'chargeback') return [];
  if (oddity === 'refund in another currency') {
    return [refund(3, total, 'other', { currency: purchase.currency === 'EUR' ? 'USD' : 'EUR' })];
  }
  if (oddity === 'refund above capture') return [refund(3, total + 1000, 'requested_by_customer')];
  if (oddity === 'unknown refund reason') return [refund(3, total, 'goodwill')];
  if (oddity) return [];
  if (purchase.cancelledAt < Infinity) {
    const since = Math.max(0, purchase.cancelledAt - payment.capturedAt) / day;
    return [refund(since + 1 + kind, total, 'order_cancelled', { initiatedBy: 'system' })];
  }
  if (kind > 0.075) return [];
  const reason = random.weighted<string>(reasons);
  const initiatedBy = random.weighted([
    ['customer', 0.7],
    ['support', 0.3],
  ]);
  const part = Math.floor(total * (0.1 + 0.5 * random.next()));
  if (kind < 0.04) return [refund(spread, total, reason, { initiatedBy, ...ending(random) })];
  const first = refund(spread, part, reason, { initiatedBy });
  if (kind < 0.07) return [first];
  return [
    first,
    refund(spread + 1.5, Math.floor((total - part) / 2), reason, { initiatedBy, ...ending(random) }),
  ];
}

/** Most are completed; some fail, are called off or stay in the works. */
function ending(random: Random): Partial<Refund> {
  const kind = random.next();
  if (kind < 0.88) return {};
  if (kind < 0.92) return { endedAt: Infinity };
  return { end: kind < 0.96 ? 'failed' : 'cancelled' };
}
