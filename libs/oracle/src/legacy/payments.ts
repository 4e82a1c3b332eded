import type { SourceRow } from '../base/types';
import { minorUnits } from './money';
import { blank, Reading, type Converted } from './read';

export const untoldOfPayments =
  'refunded_cents provider provider_transaction_id card_brand card_country processing_time_ms authorized_at';

const wasCaptured = (status: string | null | undefined): boolean =>
  status === 'success' || status === 'refunded';

/** payments_legacy → payments_v2. The card's number is its identity. */
export function convertPayment(row: SourceRow): Converted {
  const reading = new Reading('payments', row);
  const cents = row.amount === null ? null : minorUnits(row.amount!, row.currency ?? '');
  if (row.amount !== null && cents === null) reading.refuse('amount: no whole number of minor units');
  const captured = wasCaptured(row.status);
  const converted = {
    id: row.id!,
    order_id: row.order_id!,
    user_id: row.user_id!,
    amount_cents: cents,
    captured_cents: captured ? cents : null,
    currency: row.currency!,
    status: reading.word('status'),
    payment_method: reading.word('payment_method'),
    card_fingerprint: row.card_number!,
    card_last_four: row.card_last_four!,
    failure_code: row.error_code!,
    created_at: row.created_at!,
    captured_at: captured ? row.processed_at! : null,
    failed_at: row.status === 'failed' ? row.processed_at! : null,
    updated_at: row.updated_at!,
    ...blank(untoldOfPayments),
  };
  return { row: converted, reasons: reading.reasons };
}

/** The one currency of payments; null of none and of several. */
export function oneCurrency(payments: readonly SourceRow[]): string | null {
  const currencies = new Set(
    payments.map(({ currency }) => currency).filter((currency) => currency !== null),
  );
  return currencies.size === 1 ? [...currencies][0]! : null;
}

/**
 * refunds_legacy → refunds_v2: in the currency of its order's payments, refused ones included, when there
 * is exactly one.
 */
export function convertRefund(
  row: SourceRow,
  payment: SourceRow | undefined,
  paymentsOfOrder: readonly SourceRow[],
  legacyCurrency: string,
): Converted {
  const reading = new Reading('refunds', row);
  const currency = oneCurrency(paymentsOfOrder) ?? legacyCurrency;
  const cents = row.amount === null ? null : minorUnits(row.amount!, currency);
  if (row.amount !== null && cents === null) reading.refuse('amount: no whole number of minor units');
  if (reading.reasons.length === 0 && payment?.currency) {
    const captured = wasCaptured(payment.status)
      ? payment.amount === null
        ? null
        : minorUnits(payment.amount!, payment.currency)
      : '0';
    if (payment.currency !== currency) reading.refuse('currency: not the currency of its payment');
    else if (captured !== null && cents !== null && BigInt(cents) > BigInt(captured))
      reading.refuse('amount_cents: above what was captured');
  }
  const updated = [row.updated_at, payment?.updated_at].filter((at) => at !== null && at !== undefined);
  const converted = {
    id: row.id!,
    payment_id: row.payment_id!,
    order_id: row.order_id!,
    amount_cents: cents,
    currency,
    reason: reading.word('reason'),
    status: reading.word('status'),
    initiated_by: null,
    created_at: row.created_at!,
    processed_at: row.processed_at!,
    updated_at: row.updated_at === null ? null : String(Math.max(...updated.map(Number))),
  };
  return { row: converted, reasons: reading.reasons };
}
