import { dayText, daysBetween, type Day } from '../base/calendar';
import { rate } from '../base/numbers';
import type { Row } from '../base/types';
import type { World } from '../base/world';

const TEN_MINUTES = 10 * 60 * 1_000_000;

/**
 * Grain: confirmed day of all orders (cancelled too), dense from the first to the last complete day, and the
 * running one where it has any.
 * `confirmed_orders`; `covered_10m` with an `order_confirmation` of any channel delivered before
 * confirmed_at + 10 minutes, also before the confirmation itself; `coverage_rate`; `maturity` (end of
 * the day + 10 minutes).
 */
export function confirmationCoverageDaily(world: World): Row[] {
  const firstDelivery = firstDeliveryByOrder(world);
  const confirmedOn = new Map<Day, number>();
  const coveredOn = new Map<Day, number>();
  for (const { id, confirmedAt } of world.facts.orders) {
    if (confirmedAt === null) continue;
    const day = world.calendar.dayOf(confirmedAt);
    confirmedOn.set(day, (confirmedOn.get(day) ?? 0) + 1);
    const delivered = firstDelivery.get(id);
    if (delivered !== undefined && delivered < confirmedAt + TEN_MINUTES) {
      coveredOn.set(day, (coveredOn.get(day) ?? 0) + 1);
    }
  }
  if (confirmedOn.size === 0) return [];
  const lastDay = Math.max(...confirmedOn.keys(), world.today - 1);
  return daysBetween(Math.min(...confirmedOn.keys()), lastDay).map((day) => {
    const confirmed = confirmedOn.get(day) ?? 0;
    const covered = coveredOn.get(day) ?? 0;
    return {
      day: dayText(day),
      confirmed_orders: confirmed,
      covered_10m: covered,
      coverage_rate: rate(covered, confirmed),
      maturity: world.calendar.end(day) + TEN_MINUTES <= world.now ? 'final' : 'provisional',
    };
  });
}

/** Order → when the earliest of its `order_confirmation`s was delivered. */
function firstDeliveryByOrder(world: World): Map<string, number> {
  const first = new Map<string, number>();
  for (const { type, orderId, deliveredAt } of world.facts.notifications) {
    if (type !== 'order_confirmation' || orderId === null || deliveredAt === null) continue;
    first.set(orderId, Math.min(deliveredAt, first.get(orderId) ?? Infinity));
  }
  return first;
}
