import type { Payment } from '../payments/payment';
import { billingAddress, networkAddress } from '../people/address';
import { timestamp } from '../time';
import type { World } from '../world';
import { userIdOf } from './orders-v2';
import { latestBefore, type Ids, type SaleTable } from './sale-table';

const changing = [
  'captured_cents',
  'refunded_cents',
  'status',
  'provider_transaction_id',
  'failure_code',
  'failure_reason',
  'processing_time_ms',
  'authorized_at',
  'captured_at',
  'failed_at',
  'updated_at',
];

export const paymentsTable = (world: World): SaleTable<Payment> => ({
  name: 'payments_v2',
  columns: [
    'id',
    'order_id',
    'user_id',
    'amount_cents',
    'currency',
    'payment_method',
    'provider',
    'card_fingerprint',
    'card_brand',
    'card_last_four',
    'card_country',
    'cardholder_name',
    'billing_address',
    'ip_address',
    'created_at',
    ...changing,
  ],
  changing,
  index: ({ index }) => index,
  madeAt: ({ createdAt }) => createdAt,
  user: ({ purchase }) => purchase.user,
  changedAt,
  fields(payment, until, ids) {
    const { index, purchase, key, card } = payment;
    const method = purchase.oddity === 'unknown payment method' ? 'gift_voucher' : payment.method;
    return [
      String(ids.payments_v2(index)),
      orderIdOf(payment, ids),
      String(userIdOf(purchase, ids)),
      String(purchase.basket.total),
      purchase.currency,
      method,
      payment.provider,
      card && card.fingerprint,
      card && card.brand,
      card && card.lastFour,
      card && card.country,
      card && world.person(purchase.user).fullName,
      billingAddress(world, purchase.user, purchase.country),
      key % 30 === 0 ? null : networkAddress(key),
      timestamp(payment.createdAt),
      ...changingFields(payment, until),
    ];
  },
});

function changingFields(payment: Payment, until: number): (string | null)[] {
  const { key, provider, failedAt, authorizedAt, capturedAt, purchase, failureCode } = payment;
  const optional = (at: number) => (at < until ? timestamp(at) : null);
  const captured = capturedAt < until;
  const failed = failedAt < until;
  const answered = failed || captured || authorizedAt < until;
  return [
    captured ? String(purchase.basket.total) : null,
    captured ? String(refundedAt(payment, until)) : null,
    statusAt(payment, until),
    answered ? `${provider ?? 'tx'}_${key.toString(36)}` : null,
    failed ? failureCode : null,
    failed ? `The provider says: ${failureCode ?? 'no'}.` : null,
    answered && key % 100 !== 5 ? String(payment.processingMs) : null,
    optional(authorizedAt),
    optional(capturedAt),
    optional(failedAt),
    timestamp(changedAt(payment, until)),
  ];
}

/** Its order, or none, or one that nobody knows. */
export function orderIdOf({ index, purchase }: Payment, ids: Ids): string | null {
  if (purchase.oddity === 'payment without order') return null;
  if (purchase.oddity === 'payment of no known order') return String(2_000_000_000 + ids.payments_v2(index));
  return String(ids.orders_v2(purchase.index));
}

/** What has been given back, as the service counts it. */
const refundedAt = ({ refunds, purchase }: Payment, until: number): number =>
  refunds
    .filter(
      ({ end, endedAt, currency }) =>
        end === 'completed' && endedAt < until && currency === purchase.currency,
    )
    .reduce((sum, { amount }) => Math.min(purchase.basket.total, sum + amount), 0);

function changedAt(payment: Payment, until: number): number {
  const { createdAt, authorizedAt, capturedAt, failedAt, cancelledAt, refunds } = payment;
  const given = refunds.filter(({ end }) => end === 'completed').map(({ endedAt }) => endedAt);
  return latestBefore(until, [createdAt, authorizedAt, capturedAt, failedAt, cancelledAt, ...given]);
}

function statusAt(payment: Payment, until: number): string {
  const { purchase, failedAt, cancelledAt, capturedAt, authorizedAt } = payment;
  if (failedAt < until) return 'failed';
  if (cancelledAt < until) return 'cancelled';
  if (capturedAt >= until) return authorizedAt < until ? 'authorized' : 'pending';
  if (purchase.oddity === 'unknown payment status') return 'requires_action';
  const refunded = refundedAt(payment, until);
  if (refunded === 0) return 'captured';
  return refunded >= purchase.basket.total ? 'refunded' : 'partially_refunded';
}
