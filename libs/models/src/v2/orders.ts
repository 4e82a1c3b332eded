import { z } from 'zod';
import { entity } from '../entity';
import { bigint, currency, drop, integer, text, timestamptz, token, vocabulary } from '../field';

export const orderStatuses = [
  'pending',
  'confirmed',
  'processing',
  'shipped',
  'delivered',
  'cancelled',
  'refunded',
] as const;
export const orderSources = ['web', 'mobile', 'api'] as const;

/** The orders of the orders service; amounts in minor units of the order's currency. */
export const orders = entity({
  name: 'orders',
  service: 'orders',
  description: 'One row per order.',
  cursor: { kind: 'updated' },
  model: z.object({
    id: bigint('Key of the order in the orders service.'),
    order_number: text('Number of the order as the customer sees it.').nullable(),
    user_id: token('user', 'user_token', 'Who ordered.'),
    status: vocabulary(orderStatuses, 'State of the order, as loaded last.'),
    currency: currency(),
    subtotal_cents: bigint('Sum of the lines, minor units.'),
    discount_cents: bigint('Discount on the order, minor units.'),
    tax_cents: bigint('Tax, minor units.'),
    shipping_cents: bigint('Shipping, minor units.'),
    total_cents: bigint('What the customer pays, minor units.'),
    item_count: integer('Number of items as the service counts them.').nullable(),
    shipping_address: token('address', 'shipping_address_token', 'Where the order goes.').nullable(),
    billing_address: token('address', 'billing_address_token', 'Whom the order is billed to.').nullable(),
    source: vocabulary(orderSources, 'Where the order was placed.').nullable(),
    coupon_code: text('Coupon of the order; NULL: none.').nullable(),
    notes: drop('Notes of the customer.'),
    created_at: timestamptz('When the order was placed.'),
    updated_at: timestamptz('When the row last changed.'),
    confirmed_at: timestamptz('When the order was confirmed; NULL: not yet.').nullable(),
    shipped_at: timestamptz('When the order was shipped; NULL: not yet.').nullable(),
    delivered_at: timestamptz('When the order was delivered; NULL: not yet.').nullable(),
    cancelled_at: timestamptz('When the order was cancelled; NULL: it was not.').nullable(),
  }),
});
