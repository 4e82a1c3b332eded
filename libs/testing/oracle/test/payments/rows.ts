import { microsOfIso, World, type OracleInput, type SourceRow } from '../../src';
import { inputOf } from '../fixture';

type Sketch = Parameters<typeof inputOf>[0];
type Facts = Pick<OracleInput, 'payments' | 'refunds' | 'disputes'>;

export const at = (iso: string): string => String(microsOfIso(iso));

let lastId = 0;
const nextId = (): string => String((lastId += 1));

/** A pending card payment of 1000 in USD, of nothing known, unless told otherwise. */
export function payment(createdAt: string, other: SourceRow = {}): SourceRow {
  return {
    ...{ id: nextId(), order_id: null, user_id: '1', amount_cents: '1000', captured_cents: null },
    ...{ refunded_cents: null, currency: 'USD', status: 'pending', payment_method: 'card' },
    ...{ provider: 'stripe', provider_transaction_id: null, card_fingerprint: null, card_brand: null },
    ...{ card_last_four: null, card_country: null, cardholder_name: null, billing_address: null },
    ...{ ip_address: null, failure_code: null, failure_reason: null, processing_time_ms: null },
    ...{ created_at: at(createdAt), authorized_at: null, captured_at: null, failed_at: null },
    updated_at: at(createdAt),
    ...other,
  };
}

export const failed = (createdAt: string, other: SourceRow = {}): SourceRow =>
  payment(createdAt, { status: 'failed', failed_at: at(createdAt), ...other });

/** Authorised when it was created and captured, in full, at `capturedAt`. */
export function captured(createdAt: string, capturedAt: string, other: SourceRow = {}): SourceRow {
  const instants = { authorized_at: at(createdAt), captured_at: at(capturedAt) };
  return payment(createdAt, { status: 'captured', captured_cents: '1000', ...instants, ...other });
}

/** A completed refund of 100 in USD. */
export function refund(payment_id: string, processedAt: string, other: SourceRow = {}): SourceRow {
  const processed_at = at(processedAt);
  return {
    ...{ id: nextId(), payment_id, order_id: '1', amount_cents: '100', currency: 'USD', reason: 'other' },
    ...{ status: 'completed', initiated_by: null, notes: null },
    ...{ created_at: processed_at, processed_at, updated_at: processed_at },
    ...other,
  };
}

/** An open dispute of 1000 in USD. */
export function dispute(payment_id: string, openedAt: string, other: SourceRow = {}): SourceRow {
  const opened_at = at(openedAt);
  return {
    ...{ id: nextId(), payment_id, amount_cents: '1000', currency: 'USD', reason: 'fraud' },
    ...{ status: 'open', opened_at, closed_at: null, updated_at: opened_at },
    ...other,
  };
}

export function paymentWorld({ payments, refunds, disputes, ...sketch }: Sketch & Facts): World {
  const facts = { payments: payments ?? [], refunds: refunds ?? [], disputes: disputes ?? null };
  return new World({ ...inputOf(sketch), ...facts });
}
