import type { Line } from '../orders/basket';
import { nameOf, skuOf } from '../orders/catalogue';
import type { Purchase } from '../orders/purchase';
import { timestamp } from '../time';
import type { World } from '../world';
import { bool, type SaleTable } from './sale-table';

/** A line of an order, with its place in it. */
export interface OrderLine {
  readonly order: Purchase;
  readonly nth: number;
  readonly line: Line;
}

export function* linesOf(orders: Iterable<Purchase>): Generator<OrderLine> {
  for (const order of orders) {
    for (const [nth, line] of order.basket.lines.entries()) yield { order, nth, line };
  }
}

export const orderItemsTable = (world: World): SaleTable<OrderLine> => ({
  name: 'order_items_v2',
  columns: [
    'id',
    'order_id',
    'product_id',
    'product_variant_id',
    'product_name',
    'product_sku',
    'category',
    'quantity',
    'unit_price_cents',
    'discount_cents',
    'tax_cents',
    'total_cents',
    'is_gift',
    'gift_message',
    'created_at',
    'updated_at',
  ],
  changing: [],
  index: ({ order, nth }) => order.firstItem + nth,
  madeAt: ({ order }) => order.createdAt,
  user: ({ order }) => order.user,
  changedAt: ({ order }) => order.createdAt,
  fields({ order, nth, line }, _until, ids) {
    const { product, variant, quantity, unitPrice, discount, tax, isGift } = line;
    const madeAt = timestamp(order.createdAt);
    return [
      String(ids.order_items_v2(order.firstItem + nth)),
      String(ids.orders_v2(order.index)),
      String(product.id),
      variant === null ? null : String(variant),
      nameOf(product, order.createdAt, world.plan.openedAt),
      skuOf(product),
      product.category,
      String(quantity),
      String(unitPrice),
      String(discount),
      String(tax),
      String(quantity * unitPrice - discount + tax),
      bool(isGift),
      isGift ? 'All the best!' : null,
      madeAt,
      madeAt,
    ];
  },
});
