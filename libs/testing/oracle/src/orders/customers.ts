import { DAY_MICROS, dayOfText, lastCompleteMonth, monthOf, monthsBetween } from '../base/calendar';
import type { Order } from '../base/facts';
import { groupBy, rate } from '../base/numbers';
import type { Row } from '../base/types';
import type { World } from '../base/world';
import { sum } from './numbers';
import { orderMoney } from './order-money';
import { validOrdersByUser } from './valid-orders';

/** First-order month → the customers' valid orders, each customer's by (created_at, id). */
function cohortsByMonth(world: World): Map<string, Order[][]> {
  const cohorts = new Map<string, Order[][]>();
  for (const orders of validOrdersByUser(world).values()) {
    const month = monthOf(orders[0]!.day);
    const cohort = cohorts.get(month);
    if (cohort === undefined) cohorts.set(month, [orders]);
    else cohort.push(orders);
  }
  return cohorts;
}

/**
 * Grain: first_order_month, dense to the last complete month, and the running one where it has a first order.
 * First = first valid order (ties by id): `first_time_buyers`,
 * `repeat_90d` second valid order within 90 days, `repeat_90d_rate`, `maturity` (end of month + 90 days).
 */
export function customerRepeatMonthly(world: World): Row[] {
  const cohorts = cohortsByMonth(world);
  const months = [...cohorts.keys()].sort();
  if (months.length === 0) return [];
  const lastMonth = [months[months.length - 1]!, lastCompleteMonth(world)].sort().pop()!;
  return monthsBetween(months[0]!, lastMonth).map((month) => {
    const customers = cohorts.get(month) ?? [];
    const repeated = customers.filter(([first, second]) => {
      return second !== undefined && second.createdAt < first!.createdAt + 90 * DAY_MICROS;
    }).length;
    const nextMonth = dayOfText(monthOf(dayOfText(month) + 31));
    const closed = world.calendar.start(nextMonth) + 90 * DAY_MICROS;
    return {
      first_order_month: month,
      first_time_buyers: customers.length,
      repeat_90d: repeated,
      repeat_90d_rate: rate(repeated, customers.length),
      maturity: closed <= world.now ? 'final' : 'provisional',
    };
  });
}

/**
 * Grain: first_order_month × months_since × currency: every currency the cohort ever bought in, months
 * dense from 0 to now's. `customers` (cohort size over all currencies), `orders`, `net_cents`
 * (order_daily's net, in the order's month), `cumulative_net_cents`; `refunds_in_other_currency`, which net
 * leaves out.
 */
export function customerLtvMonthly(world: World): Row[] {
  const moneyOf = orderMoney(world);
  const netOf = (order: Order): number => moneyOf.get(order.id)!.net;
  const thisMonth = monthOf(world.today);

  return [...cohortsByMonth(world)].flatMap(([cohort, customers]) =>
    groupBy(customers.flat(), ({ currency }) => ({ currency })).flatMap(({ grain, items: orders }) => {
      const ordersIn = ordersByMonth(orders);
      let cumulative = 0;
      return monthsBetween(cohort, thisMonth).map((month, monthsSince) => {
        const ofMonth = ordersIn.get(month) ?? [];
        const net = sum(ofMonth, netOf);
        cumulative += net;
        return {
          first_order_month: cohort,
          months_since: monthsSince,
          ...grain,
          customers: customers.length,
          orders: ofMonth.length,
          refunds_in_other_currency: sum(ofMonth, (order) => moneyOf.get(order.id)!.otherRefunds),
          net_cents: net,
          cumulative_net_cents: cumulative,
        };
      });
    }),
  );
}

function ordersByMonth(orders: Order[]): Map<string, Order[]> {
  const groups = groupBy(orders, (order) => ({ month: monthOf(order.day) }));
  return new Map(groups.map(({ grain, items }) => [String(grain.month), items]));
}
