import { z } from 'zod';
import { entity } from '../entity';
import { bigint, currency, text, timestamptz, vocabulary } from '../field';

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
    amount_cents: bigint('Amount disputed, minor units.'),
    currency: currency(),
    reason: text('Why, as the bank says.').nullable(),
    status: vocabulary(disputeStatuses, 'State of the dispute, as loaded last.'),
    opened_at: timestamptz('When it was opened.').nullable(),
    closed_at: timestamptz('When it was decided; NULL: not yet.').nullable(),
    updated_at: timestamptz('When the row last changed.'),
  }),
});
