import { z } from 'zod';
import { entity } from '../../entity';
import { bigint, drop, float, text, timestamptz, token, unread } from '../../field';

/** payments_legacy. */
export const payments = entity({
  name: 'payments',
  service: 'payments',
  description: 'One row per attempt to pay, payments_legacy.',
  cursor: { kind: 'updated' },
  model: z.object({
    id: bigint('Key of the attempt in the payments service.'),
    order_id: bigint('The order it pays; NULL: none.').nullable(),
    user_id: token('user', 'user_token', 'Who pays.').nullable(),
    merchant_id: unread('Always AcmeShop; v2 does not have it.'),
    amount: float('Amount asked for, major units.').nullable(),
    currency: text('Currency of the amount, ISO 4217.').nullable(),
    status: text('pending, success, failed or refunded.').nullable(),
    payment_method: text('How it was paid, in the words of v2.').nullable(),
    card_number: token(
      'card',
      'card_fingerprint_token',
      'Number of the card, as the identity of the card.',
    ).nullable(),
    card_expiry: drop('Expiry of the card.'),
    card_cvv: drop('Verification value of the card.'),
    card_last_four: unread('Last four digits of the card.'),
    cardholder_name: drop('Name on the card.'),
    billing_address: drop('Whom the card is billed to.'),
    billing_email: drop('E-mail address for the bill.'),
    billing_phone: drop('Phone number for the bill.'),
    gateway_response: drop('What the gateway answered.'),
    error_code: text('Why it failed, as a code.').nullable(),
    error_message: drop('Why it failed, in words.'),
    created_at: timestamptz('When the attempt was made; UTC.').nullable(),
    processed_at: timestamptz('When it was captured, or failed; UTC; NULL: not yet.').nullable(),
    updated_at: timestamptz('When the row last changed; UTC.').nullable(),
  }),
});
