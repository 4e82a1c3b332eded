import { z } from 'zod';
import { entity } from '../entity';
import { bigint, cents, currency, drop, timestamptz, unread, vocabulary } from '../field';

export const refundReasons = [
  'duplicate',
  'fraudulent',
  'requested_by_customer',
  'order_cancelled',
  'product_not_received',
  'product_unacceptable',
  'other',
] as const;
export const refundStatuses = ['pending', 'processing', 'completed', 'failed', 'cancelled'] as const;

/**
 * Money given back. What a refund may be depends on its payment: the extraction query brings the payment's
 * currency and captured amount along, and a change of either counts as a change of the refund.
 */
export const refunds = entity({
  name: 'refunds',
  service: 'payments',
  description: 'One row per refund.',
  cursor: { kind: 'updated' },
  model: z.object({
    id: bigint('Key of the refund in the payments service.'),
    payment_id: bigint('The payment it gives back.'),
    order_id: bigint("The order it belongs to; NULL: its payment's, if that has one.").nullable(),
    amount_cents: cents('Amount given back, minor units.'),
    currency: currency(),
    reason: vocabulary(refundReasons, 'Why.').nullable(),
    status: vocabulary(refundStatuses, 'State of the refund, as loaded last.'),
    initiated_by: unread('Who asked for it: the customer, support, the system.'),
    notes: drop('Notes of support.'),
    created_at: timestamptz('When the refund was asked for.'),
    processed_at: timestamptz('When the money went back; NULL: not yet.').nullable(),
    updated_at: timestamptz('When the refund, or its payment, last changed.'),
    payment_currency: currency('Currency of the payment').nullable(),
    payment_captured_cents: cents(
      'Amount captured by the payment, minor units; NULL: no such payment.',
    ).nullable(),
  }),
  // A payment that is deleted takes its columns along and leaves updated_at as it was.
  hashedColumns: ['payment_currency', 'payment_captured_cents'],
  rules: [
    { breaks: 'currency <> payment_currency', reason: 'currency: not the currency of its payment' },
    {
      breaks: 'currency = payment_currency and amount_cents > payment_captured_cents',
      reason: 'amount_cents: above what was captured',
    },
  ],
});
