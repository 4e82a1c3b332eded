import { z } from 'zod';
import { entity } from '../entity';
import { bigint, boolean, drop, integer, text, timestamptz } from '../field';

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
    product_variant_id: bigint('The variant of the product; NULL: it has none.').nullable(),
    product_name: text('Name the product was sold under.').nullable(),
    product_sku: text('Stock keeping unit.').nullable(),
    category: text('Category the product was sold in.').nullable(),
    quantity: integer('Units; NULL counts as 0.').nullable(),
    unit_price_cents: bigint('Price of one unit, minor units.'),
    discount_cents: bigint('Discount on the line, minor units.'),
    tax_cents: bigint('Tax on the line, minor units.'),
    total_cents: bigint('Total of the line, minor units.'),
    is_gift: boolean('Whether the line is a gift.').nullable(),
    gift_message: drop('Message to the recipient of the gift.'),
    created_at: timestamptz('When the line was added.'),
    updated_at: timestamptz('When the row last changed.'),
  }),
});
