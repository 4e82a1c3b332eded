import { instantsArePossible } from './instants';
import { breachesOfLimits } from './limits';
import type { SourceRow } from './types';

interface Contract {
  neverNull: string[];
  vocabulary: Record<string, string>;
}

/** An ISO 4217 code by its form. */
export const isCurrency = (text: string): boolean => /^[A-Z]{3}$/.test(text);

/** The sources page: "Never NULL: ids, foreign ids, status, currency, amounts, created_at, updated_at." */
const contracts: Record<string, Contract> = {
  orders: {
    neverNull:
      'id user_id status currency discount_cents tax_cents shipping_cents total_cents created_at updated_at'.split(
        ' ',
      ),
    vocabulary: {
      status: 'pending confirmed processing shipped delivered cancelled refunded',
      source: 'web mobile api',
    },
  },
  order_items: {
    neverNull: 'id order_id product_id unit_price_cents discount_cents created_at updated_at'.split(' '),
    vocabulary: {},
  },
  payments: {
    neverNull: 'id user_id amount_cents currency status created_at updated_at'.split(' '),
    vocabulary: {
      status: 'pending authorized captured failed cancelled refunded partially_refunded',
      payment_method: 'card bank_transfer paypal apple_pay google_pay crypto',
    },
  },
  refunds: {
    neverNull: 'id payment_id amount_cents currency status created_at updated_at'.split(' '),
    vocabulary: {
      status: 'pending processing completed failed cancelled',
      reason:
        'duplicate fraudulent requested_by_customer order_cancelled product_not_received product_unacceptable other',
    },
  },
  disputes: {
    neverNull: 'id payment_id amount_cents currency status updated_at'.split(' '),
    vocabulary: { status: 'open won lost' },
  },
  notifications: {
    neverNull: 'id user_id status created_at updated_at'.split(' '),
    vocabulary: {
      channel: 'email sms push in_app webhook',
      notification_type:
        'order_confirmation order_shipped order_delivered order_cancelled payment_received payment_failed refund_processed password_reset account_verification promotional system_alert',
      status: 'pending queued sent delivered opened clicked bounced failed unsubscribed',
    },
  },
};

export const neverNullOf = (table: string): readonly string[] => contracts[table]!.neverNull;

/** A filter for rows that keep the contract of their table; the others are quarantined: not there. */
export function breaksNothing(table: string, mayBeNull: ReadonlySet<string>): (row: SourceRow) => boolean {
  const { vocabulary } = contracts[table]!;
  const neverNull = neverNullOf(table).filter((column) => !mayBeNull.has(`${table}.${column}`));
  const words = Object.entries(vocabulary).map(
    ([column, text]) => [column, new Set(text.split(' '))] as const,
  );
  return (row) => {
    for (const column of [...neverNull, ...Object.keys(vocabulary)]) {
      if (row[column] === undefined) throw new Error(`The oracle needs the column ${table}.${column}.`);
    }
    return (
      neverNull.every((column) => row[column] !== null) &&
      words.every(([column, known]) => row[column] === null || known.has(row[column]!)) &&
      instantsArePossible(row) &&
      breachesOfLimits(table, row).length === 0 &&
      (row.currency === undefined || row.currency === null || isCurrency(row.currency))
    );
  };
}

/**
 * "A refund in another currency than its payment, or alone above what was captured" is not there either: whatever
 * becomes of the payment. Nor is one whose payment tells nothing that can be compared with.
 */
export function refundKeepsContract(refund: SourceRow, payment: SourceRow | undefined): boolean {
  if (!payment) return true;
  if (breachesOfLimits('payments', { captured_cents: payment.captured_cents }).length > 0) return false;
  if (payment.currency === null) return true;
  return (
    refund.currency === payment.currency &&
    BigInt(refund.amount_cents!) <= BigInt(payment.captured_cents ?? '0')
  );
}
