import type { OrderLife } from '../orders/order-life';
import { mix, Random } from '../random';
import { second } from '../time';
import type { Notification } from './notification';
import { notify } from './notify';
import type { Trouble } from './stories';
import { stream } from './streams';

/** A moment of an order that its buyer is told of. */
interface Moment {
  readonly type: string;
  readonly at: (order: OrderLife) => number;
  /** Share of the orders whose buyer is told. */
  readonly share: number;
  readonly channels: readonly (readonly [string, number])[];
}

const moments: readonly Moment[] = [
  { type: 'order_confirmation', at: (o) => o.confirmedAt, share: 0.994, channels: [['email', 1]] },
  {
    type: 'payment_failed',
    at: (o) => o.firstPaymentFailedAt,
    share: 0.9,
    channels: mixed(0.5, 0.2, 0.3, 0),
  },
  { type: 'payment_received', at: (o) => o.paidAt, share: 0.6, channels: mixed(0.6, 0, 0, 0.4) },
  { type: 'order_shipped', at: (o) => o.shippedAt, share: 0.92, channels: mixed(0.45, 0.2, 0.25, 0.1) },
  { type: 'order_delivered', at: (o) => o.deliveredAt, share: 0.8, channels: mixed(0.3, 0.2, 0.4, 0.1) },
  { type: 'order_cancelled', at: (o) => o.cancelledAt, share: 0.95, channels: mixed(0.8, 0, 0.1, 0.1) },
  { type: 'refund_processed', at: (o) => o.refundedAt, share: 0.95, channels: mixed(0.7, 0.05, 0.05, 0.2) },
];

function mixed(email: number, sms: number, push: number, inApp: number) {
  return [
    ['email', email],
    ['sms', sms],
    ['push', push],
    ['in_app', inApp],
  ] as const;
}

const random = new Random();

/** What the buyers of these orders are told until `until`. */
export function* orderNotifications(
  seed: number,
  orders: Iterable<OrderLife>,
  until: number,
  troubles: readonly Trouble[],
): Generator<Notification> {
  for (const order of orders) {
    for (const [nth, { type, at, share, channels }] of moments.entries()) {
      if (at(order) >= until) continue;
      random.reseed(mix(seed, stream.orders, order.index, nth));
      if (!random.chance(share)) continue;
      const createdAt = at(order) + random.exponential(second);
      if (createdAt >= until) continue;
      const channel = random.weighted(channels);
      const occasion = { user: order.user, type, channel, createdAt, order: order.index };
      const one = notify(random, occasion, troubles);
      yield clockIsWrong(one) ? { ...one, deliveredAt: one.sentAt - 2 * second } : one;
    }
  }
}

/** Once in a while a provider's clock is behind: delivered before it was sent. */
const clockIsWrong = ({ type, order, deliveredAt }: Notification): boolean =>
  type === 'order_confirmation' && order % 5000 >= 40 && order % 5000 < 43 && deliveredAt < Infinity;
