import type { Payment } from '../base/facts';

export type Outcome = 'succeeded' | 'failed' | 'cancelled' | 'pending';

/**
 * Succeeded when authorized_at or captured_at is set; else failed when failed_at is set or the status is
 * `failed`; else cancelled when the status is `cancelled`; else pending.
 */
export function outcomeOf(payment: Payment): Outcome {
  if (payment.authorizedAt !== null || payment.capturedAt !== null) return 'succeeded';
  if (payment.failedAt !== null || payment.status === 'failed') return 'failed';
  return payment.status === 'cancelled' ? 'cancelled' : 'pending';
}

export const countOutcome = (payments: Payment[], outcome: Outcome): number =>
  payments.filter((payment) => outcomeOf(payment) === outcome).length;

/** "captured_cents counts only when captured_at is set (before now), else 0." */
export const capturedCentsOf = (payment: Payment): number =>
  payment.capturedAt === null ? 0 : payment.capturedCents;
