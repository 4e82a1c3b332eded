import type { Purchase } from '../orders/purchase';
import type { Random } from '../random';
import { day } from '../time';
import { isCard } from './methods';
import type { Dispute, Payment } from './payment';

const reasons = [
  ['fraudulent', 0.4],
  ['product_not_received', 0.27],
  ['product_unacceptable', 0.2],
  ['duplicate', 0.08],
  ['credit_not_processed', 0.05],
] as const;

/** The dispute about a captured payment, if there will be one: three weeks to four months later. */
export function disputeOf({ script }: Purchase, payment: Payment, random: Random): Dispute | null {
  const stolen = script.ending === 'chargeback';
  if (!stolen && (script.ending || !isCard(payment.method) || !random.chance(0.009))) return null;
  const wait = stolen ? 20 + 8 * random.next() : 20 + 88 * random.next() ** 1.5;
  const openedAt = Math.ceil(payment.capturedAt + wait * day);
  return {
    openedAt,
    closedAt: Math.ceil(openedAt + (stolen ? 8 : 10 + 30 * random.next()) * day),
    end: stolen || random.chance(0.62) ? 'lost' : 'won',
    reason: stolen ? 'fraudulent' : random.weighted<string>(reasons),
  };
}
