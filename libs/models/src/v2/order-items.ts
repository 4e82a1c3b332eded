import { z } from 'zod';
import { entity } from '../entity';
import { bigint, cents, drop, integer, label, text, timestamptz, unread } from '../field';

/** The lines of orders; amounts in minor units of the order's currency. */
export const orderItems = entity({
  name: 'order_items',
  service: 'orders',
  description: 'One row per line of an order.',
  cursor: { kind: 'updated' },
  // Legacy orders have their lines inside, under numbers of their own.
  ownIds: true,
  model: z.object({
    id: bigint('Key of the line in the orders service.'),
    order_id: bigint('The order.'),
    product_id: bigint('The product.'),
    product_variant_id: unread('The variant of the product; NULL: it has none.'),
    product_name: text('Name the product was sold under.').nullable(),
    product_sku: unread('Stock keeping unit.'),
    category: label('Category the product was sold in.').nullable(),
    quantity: integer('Units; NULL counts as 0.').nullable(),
    unit_price_cents: cents('Price of one unit, minor units.'),
    discount_cents: cents('Discount on the line, minor units.'),
    tax_cents: unread('Tax on the line, minor units.'),
    total_cents: unread('Total of the line, minor units.'),
    is_gift: unread('Whether the line is a gift.'),
    gift_message: drop('Message to the recipient of the gift.'),
    created_at: timestamptz('When the line was added.'),
    updated_at: timestamptz('When the row last changed.'),
  }),
  // Price and quantity may each be possible and their product more than 64 bits hold.
  rules: [
    {
      breaks: 'abs(quantity::numeric * unit_price_cents) > 4611686018427387904',
      reason: 'quantity: with unit_price_cents beyond 2^62 minor units',
    },
  ],
});
