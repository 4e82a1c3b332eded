import { isCurrency } from '../base/fact-contract';
import type { SourceRow } from '../base/types';
import { minorUnits } from './money';
import { blank, Reading, type Converted } from './read';

export const untoldOfPayments = 'provider card_brand card_country processing_time_ms authorized_at';

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
    failure_code: row.error_code!,
    created_at: row.created_at!,
    captured_at: captured ? row.processed_at! : null,
    failed_at: row.status === 'failed' ? row.processed_at! : null,
    updated_at: row.updated_at!,
    ...blank(untoldOfPayments),
  };
  return { row: converted, reasons: reading.reasons };
}

/** Of a payment as it is, refused or not: 0 when not captured, null when its amount cannot be converted. */
function capturedCentsOf({ status, amount, currency }: SourceRow): string | null {
  if (!wasCaptured(status)) return '0';
  return amount === null ? null : minorUnits(amount!, currency!);
}

/**
 * "A refund in another currency than its payment, or above what was captured, is a contract violation." A currency
 * that is none is said of the payment too: it is there that it has to be mended.
 */
function breaksBeside(payment: SourceRow | undefined, currency: string, cents: string | null): string[] {
  if (!payment || payment.currency === null) return [];
  const malformed = isCurrency(payment.currency!) ? [] : ['payment_currency: malformed'];
  if (payment.currency !== currency) return ['currency: not the currency of its payment', ...malformed];
  const captured = capturedCentsOf(payment);
  const isAbove = cents !== null && captured !== null && BigInt(cents) > BigInt(captured);
  return isAbove ? ['amount_cents: above what was captured', ...malformed] : malformed;
}

/** The one currency of payments; null of none and of several. */
export function oneCurrency(payments: readonly SourceRow[]): string | null {
  const currencies = new Set(
    payments.map(({ currency }) => currency).filter((currency) => currency !== null),
  );
  return currencies.size === 1 ? [...currencies][0]! : null;
}

/** Of two instants as text, infinite ones included. */
function later(at: string, other: string | null): string {
  const ordinal = (text: string) => Number(text.replace('infinity', 'Infinity'));
  return other === null || ordinal(at) >= ordinal(other) ? at : other;
}

/**
 * refunds_legacy → refunds_v2: "a refund has its payment's" currency, a refused payment's too; one whose payment is
 * not there that of its order's payments, when there is exactly one.
 */
export function convertRefund(
  row: SourceRow,
  payment: SourceRow | undefined,
  paymentsOfOrder: readonly SourceRow[],
  legacyCurrency: string,
): Converted {
  const reading = new Reading('refunds', row);
  const currency = payment?.currency ?? oneCurrency(paymentsOfOrder) ?? legacyCurrency;
  const cents = row.amount === null ? null : minorUnits(row.amount!, currency);
  if (row.amount !== null && cents === null) reading.refuse('amount: no whole number of minor units');
  const converted = {
    id: row.id!,
    payment_id: row.payment_id!,
    order_id: row.order_id!,
    amount_cents: cents,
    currency,
    reason: reading.word('reason'),
    status: reading.word('status'),
    created_at: row.created_at!,
    processed_at: row.processed_at!,
    updated_at: row.updated_at === null ? null : later(row.updated_at!, payment?.updated_at ?? null),
  };
  return { row: converted, reasons: reading.reasons, breaks: breaksBeside(payment, currency, cents) };
}
