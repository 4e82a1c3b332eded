import { z } from 'zod';
import { entity } from '../../entity';
import { bigint, drop, float, text, timestamptz, token, unread } from '../../field';

/** orders_legacy; its lines are inside. */
export const orders = entity({
  name: 'orders',
  service: 'orders',
  description: 'One row per order with its lines, orders_legacy.',
  cursor: { kind: 'updated' },
  model: z.object({
    id: bigint('Key of the order in the orders service.'),
    user_id: token('user', 'user_token', 'Who ordered.').nullable(),
    total_amount: float('What the customer pays, major units.').nullable(),
    status: text('pending, completed, cancelled or refunded.').nullable(),
    created_at: timestamptz('When the order was placed; UTC.').nullable(),
    updated_at: timestamptz('When the row last changed; UTC.').nullable(),
    shipping_address: drop('Where the order goes.'),
    billing_address: drop('Whom the order is billed to.'),
    customer_email: drop('E-mail address of the customer; the account has it.'),
    customer_phone: drop('Phone number of the customer; the account has it.'),
    item_count: unread('Number of items as the service counts them.'),
    items_json: text(
      'JSON list of lines: product_id, product_name, product_sku, product_category, quantity, unit_price, total_price; prices in major units.',
    ).nullable(),
  }),
});
