import type { Purchase } from '../orders/purchase';
import { billingAddress, shippingAddress } from '../people/address';
import { timestamp } from '../time';
import type { World } from '../world';
import { latestBefore, type Ids, type SaleTable } from './sale-table';

/** Of nobody: as if the user's row had been erased before the shop was filled. */
const erasedUser = 2_140_000_001;

export const userIdOf = ({ user, oddity }: Purchase, ids: Ids): number =>
  oddity === 'user who is not there' ? erasedUser : ids.user(user);

export const ordersTable = (world: World): SaleTable<Purchase> => ({
  name: 'orders_v2',
  columns: [
    'id',
    'order_number',
    'user_id',
    'status',
    'currency',
    'subtotal_cents',
    'discount_cents',
    'tax_cents',
    'shipping_cents',
    'total_cents',
    'item_count',
    'shipping_address',
    'billing_address',
    'source',
    'coupon_code',
    'notes',
    'created_at',
    'updated_at',
    'confirmed_at',
    'shipped_at',
    'delivered_at',
    'cancelled_at',
  ],
  changing: ['status', 'updated_at', 'confirmed_at', 'shipped_at', 'delivered_at', 'cancelled_at'],
  index: ({ index }) => index,
  madeAt: ({ createdAt }) => createdAt,
  user: ({ user }) => user,
  changedAt,
  fields(order, until, ids) {
    const { index, basket, key, country, user } = order;
    const optional = (at: number) => (at < until ? timestamp(at) : null);
    return [
      String(ids.orders_v2(index)),
      `AC-${100_000 + index}`,
      String(userIdOf(order, ids)),
      statusAt(order, until),
      order.currency,
      ...[basket.subtotal, basket.discount, basket.tax, basket.shipping, basket.total, basket.units].map(
        String,
      ),
      key % 50 === 0 ? null : shippingAddress(world, user, country, key),
      billingAddress(world, user, country),
      order.source,
      order.coupon,
      key % 40 === 1 ? 'Please leave it with the neighbours.' : null,
      timestamp(order.createdAt),
      timestamp(changedAt(order, until)),
      optional(order.confirmedAt),
      optional(order.shippedAt),
      optional(order.deliveredAt),
      // Some are cancelled by hand, by their status alone.
      key % 9 === 4 ? null : optional(order.cancelledAt),
    ];
  },
});

function changedAt(order: Purchase, until: number): number {
  const { createdAt, confirmedAt, processingAt, shippedAt, deliveredAt, cancelledAt, allRefundedAt } = order;
  const events = [confirmedAt, processingAt, shippedAt, deliveredAt, cancelledAt, allRefundedAt];
  return latestBefore(until, [createdAt, ...events]);
}

function statusAt(order: Purchase, until: number): string {
  if (order.oddity === 'unknown order status') return 'on_hold';
  if (order.cancelledAt < until) return 'cancelled';
  if (order.allRefundedAt < until) return 'refunded';
  if (order.deliveredAt < until) return 'delivered';
  if (order.shippedAt < until) return 'shipped';
  if (order.processingAt < until) return 'processing';
  return order.confirmedAt < until ? 'confirmed' : 'pending';
}
