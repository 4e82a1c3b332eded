import type { Dispute, Payment } from '../payments/payment';
import { timestamp } from '../time';
import { latestBefore, type SaleTable } from './sale-table';

/** A dispute among all disputes ever, in the order of time. */
export interface FiledDispute {
  readonly index: number;
  readonly payment: Payment;
  readonly dispute: Dispute;
}

export const disputesTable: SaleTable<FiledDispute> = {
  name: 'disputes_v2',
  columns: [
    'id',
    'payment_id',
    'amount_cents',
    'currency',
    'reason',
    'status',
    'opened_at',
    'closed_at',
    'updated_at',
  ],
  changing: ['status', 'closed_at', 'updated_at'],
  index: ({ index }) => index,
  madeAt: ({ dispute }) => dispute.openedAt,
  user: ({ payment }) => payment.purchase.user,
  changedAt,
  fields({ index, payment, dispute }, until, ids) {
    const closed = dispute.closedAt < until;
    return [
      String(ids.disputes_v2(index)),
      String(ids.payments_v2(payment.index)),
      String(payment.purchase.basket.total),
      payment.purchase.currency,
      payment.key % 25 === 0 ? null : dispute.reason,
      closed ? dispute.end : 'open',
      timestamp(dispute.openedAt),
      closed ? timestamp(dispute.closedAt) : null,
      timestamp(changedAt({ index, payment, dispute }, until)),
    ];
  },
};

function changedAt({ dispute }: FiledDispute, until: number): number {
  return latestBefore(until, [dispute.openedAt, dispute.closedAt]);
}
