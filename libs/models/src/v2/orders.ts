import { z } from 'zod';
import { entity } from '../entity';
import { bigint, cents, currency, drop, label, timestamptz, token, unread, vocabulary } from '../field';

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
    order_number: drop('Number of the order as the customer sees it.'),
    user_id: token('user', 'user_token', 'Who ordered.'),
    status: vocabulary(orderStatuses, 'State of the order, as loaded last.'),
    currency: currency(),
    subtotal_cents: unread('Sum of the lines, minor units.'),
    discount_cents: cents('Discount on the order, minor units.'),
    tax_cents: cents('Tax, minor units.'),
    shipping_cents: cents('Shipping, minor units.'),
    total_cents: cents('What the customer pays, minor units.'),
    item_count: unread('Number of items as the service counts them.'),
    shipping_address: drop('Where the order goes.'),
    billing_address: drop('Whom the order is billed to.'),
    source: vocabulary(orderSources, 'Where the order was placed.').nullable(),
    coupon_code: label('Coupon of the order; NULL: none.').nullable(),
    notes: drop('Notes of the customer.'),
    created_at: timestamptz('When the order was placed.'),
    updated_at: timestamptz('When the row last changed.'),
    confirmed_at: timestamptz('When the order was confirmed; NULL: not yet.').nullable(),
    shipped_at: timestamptz('When the order was shipped; NULL: not yet.').nullable(),
    delivered_at: timestamptz('When the order was delivered; NULL: not yet.').nullable(),
    cancelled_at: timestamptz('When the order was cancelled; NULL: it was not.').nullable(),
  }),
});
