import { z } from 'zod';
import { entity } from '../entity';
import { bigint, cents, currency, label, timestamptz, unread, vocabulary } from '../field';

export const disputeStatuses = ['open', 'won', 'lost'] as const;

/** Charges that customers dispute with their bank. Not every payments service keeps them. */
export const disputes = entity({
  name: 'disputes',
  service: 'payments',
  description: 'One row per dispute.',
  optional: true,
  cursor: { kind: 'updated' },
  model: z.object({
    id: bigint('Key of the dispute in the payments service.'),
    payment_id: bigint('The payment disputed.'),
    amount_cents: cents('Amount disputed, minor units.'),
    currency: currency(),
    reason: label('Why, as the bank says.').nullable(),
    status: vocabulary(disputeStatuses, 'State of the dispute, as loaded last.'),
    opened_at: timestamptz('When it was opened.').nullable(),
    closed_at: unread('When it was decided; NULL: not yet.'),
    updated_at: timestamptz('When the row last changed.'),
  }),
});
