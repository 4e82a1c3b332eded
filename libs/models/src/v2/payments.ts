import { z } from 'zod';
import { entity } from '../entity';
import {
  bigint,
  cents,
  currency,
  drop,
  integer,
  label,
  text,
  timestamptz,
  token,
  unread,
  vocabulary,
} from '../field';

export const paymentStatuses = [
  'pending',
  'authorized',
  'captured',
  'failed',
  'cancelled',
  'refunded',
  'partially_refunded',
] as const;
export const paymentMethods = [
  'card',
  'bank_transfer',
  'paypal',
  'apple_pay',
  'google_pay',
  'crypto',
] as const;

/** The attempts to pay of the payments service; amounts in minor units of the payment's currency. */
export const payments = entity({
  name: 'payments',
  service: 'payments',
  description: 'One row per attempt to pay.',
  cursor: { kind: 'updated' },
  model: z.object({
    id: bigint('Key of the attempt in the payments service.'),
    order_id: bigint('The order it pays; NULL: none.').nullable(),
    user_id: token('user', 'user_token', 'Who pays.'),
    amount_cents: cents('Amount asked for, minor units.'),
    captured_cents: cents('Amount captured, minor units; NULL counts as 0.').nullable(),
    refunded_cents: unread('Amount given back as the service counts it, minor units; the refunds tell it.'),
    currency: currency(),
    status: vocabulary(paymentStatuses, 'State of the attempt, as loaded last.'),
    payment_method: vocabulary(paymentMethods, 'How it was paid.').nullable(),
    provider: label('Payment provider.').nullable(),
    provider_transaction_id: drop('Key of the attempt at the provider.'),
    card_fingerprint: token('card', 'card_fingerprint_token', 'The card; one card, one token.').nullable(),
    card_brand: label('Brand of the card.').nullable(),
    card_last_four: unread('Last four digits of the card.'),
    card_country: text('Country that issued the card, ISO 3166-1 alpha-2.').nullable(),
    cardholder_name: drop('Name on the card.'),
    billing_address: drop('Whom the card is billed to.'),
    ip_address: drop('Address the attempt came from.'),
    failure_code: label('Why it failed, as a code.').nullable(),
    failure_reason: drop('Why it failed, in words.'),
    processing_time_ms: integer('How long the provider took, milliseconds.').nullable(),
    created_at: timestamptz('When the attempt was made.'),
    authorized_at: timestamptz('When it was authorised; NULL: it was not.').nullable(),
    captured_at: timestamptz('When the money was captured; NULL: it was not.').nullable(),
    failed_at: timestamptz('When it failed; NULL: it did not.').nullable(),
    updated_at: timestamptz('When the row last changed.'),
  }),
});
