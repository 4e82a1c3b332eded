import { z } from 'zod';
import { entity } from '../../entity';
import { bigint, drop, float, text, timestamptz } from '../../field';

/** refunds_legacy, with what payments_legacy says of the payment. */
export const refunds = entity({
  name: 'refunds',
  service: 'payments',
  description: 'One row per refund, refunds_legacy.',
  cursor: { kind: 'updated' },
  model: z.object({
    id: bigint('Key of the refund in the payments service.'),
    payment_id: bigint('The payment it gives back.').nullable(),
    order_id: bigint('The order it belongs to.').nullable(),
    amount: float('Amount given back, major units.').nullable(),
    currency: text(
      "Currency of the order's payments when they have exactly one, else LEGACY_CURRENCY.",
    ).nullable(),
    reason: text('Why, in the words of v2.').nullable(),
    status: text('State of the refund, in the words of v2.').nullable(),
    created_at: timestamptz('When the refund was asked for; UTC.').nullable(),
    processed_at: timestamptz('When the money went back; UTC; NULL: not yet.').nullable(),
    updated_at: timestamptz('When the refund, or its payment, last changed; UTC.').nullable(),
    notes: drop('Notes of support.'),
    payment_currency: text('Currency of the payment, ISO 4217.').nullable(),
    payment_amount: float('Amount of the payment, major units.').nullable(),
    payment_status: text('Status of the payment, empty if it has none; NULL: no such payment.').nullable(),
  }),
});
