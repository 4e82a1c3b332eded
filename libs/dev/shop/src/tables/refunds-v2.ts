import type { Payment, Refund } from '../payments/payment';
import { timestamp } from '../time';
import { orderIdOf } from './payments-v2';
import { latestBefore, type SaleTable } from './sale-table';

/** A refund among all refunds ever, in the order of time. */
export interface FiledRefund {
  readonly index: number;
  readonly payment: Payment;
  readonly refund: Refund;
}

const halfAnHour = 1_800_000;

export const refundsTable: SaleTable<FiledRefund> = {
  name: 'refunds_v2',
  columns: [
    'id',
    'payment_id',
    'order_id',
    'amount_cents',
    'currency',
    'reason',
    'status',
    'initiated_by',
    'notes',
    'created_at',
    'processed_at',
    'updated_at',
  ],
  changing: ['status', 'processed_at', 'updated_at'],
  index: ({ index }) => index,
  madeAt: ({ refund }) => refund.createdAt,
  user: ({ payment }) => payment.purchase.user,
  changedAt,
  fields({ index, payment, refund }, until, ids) {
    const done = refund.end === 'completed' && refund.endedAt < until;
    return [
      String(ids.refunds_v2(index)),
      String(ids.payments_v2(payment.index)),
      orderIdOf(payment, ids),
      String(refund.amount),
      refund.currency,
      refund.reason,
      statusAt(refund, until),
      refund.initiatedBy,
      payment.key % 20 === 0 ? 'Asked twice on the phone.' : null,
      timestamp(refund.createdAt),
      done ? timestamp(refund.endedAt) : null,
      timestamp(changedAt({ index, payment, refund }, until)),
    ];
  },
};

/** Somebody begins to work on it half an hour after it was asked for. */
function statusAt({ createdAt, endedAt, end }: Refund, until: number): string {
  if (endedAt < until) return end;
  return createdAt + halfAnHour < until ? 'processing' : 'pending';
}

function changedAt({ refund }: FiledRefund, until: number): number {
  return latestBefore(until, [refund.createdAt, refund.createdAt + halfAnHour, refund.endedAt]);
}
