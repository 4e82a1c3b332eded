import type { Purchase } from '../orders/purchase';
import { mix, purpose, type Random } from '../random';
import { day, hour, minute, second } from '../time';
import type { Card } from './cards';
import { usualMs } from './methods';
import type { Payment } from './payment';

/** How an attempt ends; a transfer is paid days later. */
export type Outcome = 'paid' | 'transfer' | 'declined' | 'out of order' | 'abandoned' | 'left open';

/** What is known of an attempt once it was made. */
export interface Made {
  readonly index: number;
  readonly nth: number;
  readonly createdAt: number;
  readonly purchase: Purchase;
  readonly card: Card | null;
  readonly provider: string;
  readonly outcome: Outcome;
  /** Of a story. */
  readonly failureCode?: string | null | undefined;
  /** Not everybody notes who processed it. */
  readonly nameless: boolean;
}

const codes = [
  ['insufficient_funds', 0.36],
  ['do_not_honor', 0.2],
  ['authentication_required', 0.14],
  ['expired_card', 0.09],
  ['incorrect_cvc', 0.08],
  ['processing_error', 0.08],
  [null, 0.05],
] as const;

export function newPayment(made: Made, random: Random): Payment {
  const { index, nth, createdAt, purchase, card, provider, outcome } = made;
  const slow = outcome === 'out of order' ? 14 : 1;
  const processingMs = Math.ceil(usualMs[provider]! * slow * Math.exp(0.45 * random.normal()));
  const answeredAt = createdAt + processingMs;
  const failed = outcome === 'declined' || outcome === 'out of order';
  const code = random.weighted<string | null>(codes);
  return {
    index,
    key: mix(purchase.key, purpose.payments, nth, 1),
    purchase,
    createdAt,
    method: purchase.method,
    card,
    provider: made.nameless ? null : provider,
    failureCode: !failed
      ? null
      : outcome === 'declined'
        ? (made.failureCode ?? code)
        : 'provider_unavailable',
    failedAt: failed ? answeredAt : Infinity,
    processingMs,
    authorizedAt: outcome === 'paid' ? answeredAt : Infinity,
    capturedAt: outcome === 'transfer' ? Math.ceil(createdAt + day + random.next() * 2 * day) : Infinity,
    cancelledAt:
      outcome === 'abandoned' ? Math.ceil(createdAt + (15 + 15 * random.next()) * minute) : Infinity,
    refunds: [],
    dispute: null,
  };
}

/** When a declined payment is tried again: in another hour, by some only on another day. */
export function tryAgainAt(failedAt: number, random: Random): number {
  const nextHour = (Math.floor(failedAt / hour) + 1) * hour;
  const pause = random.chance(0.85) ? random.exponential(2.5 * hour) : day + random.exponential(day);
  return Math.ceil(nextHour + second + pause);
}
