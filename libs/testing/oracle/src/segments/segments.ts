import { dayText } from '../base/calendar';
import type { Row } from '../base/types';
import type { World } from '../base/world';
import { countsAt, isOpenAt, ordersByUser, segmentOf } from './as-of';

/**
 * Grain: user_token, of users open at the end of the last complete day, and as known then: `segment`;
 * `total_orders` (valid); `first_order_day`, `last_order_day`, NULL without orders.
 */
export function userSegments(world: World): Row[] {
  const ordersOf = ordersByUser(world);
  const end = world.calendar.end(world.today - 1);
  const open = world.users.filter((user) => isOpenAt(user, end));
  return open.map((user) => {
    const orders = (ordersOf.get(user.id) ?? []).filter((order) => countsAt(order, end));
    const days = orders.map((order) => order.day).sort((a, b) => a - b);
    return {
      user_token: world.input.tokenOf(user.id),
      segment: segmentOf(orders.length),
      total_orders: orders.length,
      first_order_day: days.length === 0 ? null : dayText(days[0]!),
      last_order_day: days.length === 0 ? null : dayText(days[days.length - 1]!),
    };
  });
}
