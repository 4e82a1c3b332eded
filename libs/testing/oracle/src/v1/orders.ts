import { dayText } from '../base/calendar';
import { groupBy } from '../base/numbers';
import type { Row } from '../base/types';
import type { World } from '../base/world';
import { oldWord } from '../legacy/words';
import { majorUnits } from './numbers';

/** Grain: order_date × status (old word): every order of the day, amounts of all currencies added up. */
export function orderAnalytics(world: World): Row[] {
  const groups = groupBy(world.facts.orders, (order) => ({
    order_date: dayText(order.day),
    status: oldWord('order', order.status),
  }));
  return groups.map(({ grain, items }) => {
    const revenue = majorUnits(items.map(({ currency, totalCents }) => ({ currency, cents: totalCents })));
    return {
      ...grain,
      order_count: items.length,
      total_revenue: revenue,
      avg_order_value: revenue / items.length,
    };
  });
}
