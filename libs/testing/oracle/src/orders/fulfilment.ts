import { dayText } from '../base/calendar';
import type { Order } from '../base/facts';
import { groupBy } from '../base/numbers';
import type { Row } from '../base/types';
import { UNKNOWN, type World } from '../base/world';
import { percentile } from './numbers';

const HOUR_MICROS = 3_600_000_000;

/**
 * Grain: created day × source. Of all placed, cancelled ones included: `shipped`, `delivered` by
 * timestamp; `p50_hours_to_ship`, `p95_hours_to_ship` (created→shipped), `p50_hours_to_deliver`,
 * `p95_hours_to_deliver` (shipped→delivered), in fractional hours.
 */
export function orderFulfilmentDaily(world: World): Row[] {
  const groups = groupBy(world.facts.orders, (order) => ({
    day: dayText(order.day),
    source: order.source ?? UNKNOWN,
  }));
  return groups.map(({ grain, items: placed }) => {
    const toShip = hoursBetween(placed.map((order) => [order.createdAt, order.shippedAt]));
    const toDeliver = hoursBetween(placed.map((order) => [order.shippedAt, order.deliveredAt]));
    return {
      ...grain,
      placed: placed.length,
      shipped: placed.filter((order) => order.shippedAt !== null).length,
      delivered: placed.filter((order) => order.deliveredAt !== null).length,
      p50_hours_to_ship: percentile(toShip, 0.5),
      p95_hours_to_ship: percentile(toShip, 0.95),
      p50_hours_to_deliver: percentile(toDeliver, 0.5),
      p95_hours_to_deliver: percentile(toDeliver, 0.95),
    };
  });
}

/** Where both instants are known; "negative durations are left out". */
function hoursBetween(spans: [Order['shippedAt'], Order['shippedAt']][]): number[] {
  const hours: number[] = [];
  for (const [from, to] of spans) {
    if (from !== null && to !== null && to >= from) hours.push((to - from) / HOUR_MICROS);
  }
  return hours;
}
