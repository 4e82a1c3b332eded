import { dayText } from '../base/calendar';
import type { Order, OrderItem } from '../base/facts';
import { groupBy } from '../base/numbers';
import type { Row } from '../base/types';
import { UNKNOWN, type World } from '../base/world';
import { compareIds, sum } from './numbers';

interface Line {
  order: Order;
  item: OrderItem;
}

function validLines(world: World): Line[] {
  const valid = world.facts.orders.filter((order) => order.valid);
  return valid.flatMap((order) => order.items.map((item) => ({ order, item })));
}

/**
 * Grain: created day × product_id × currency. Of valid orders, by the order's day: `units`, `orders`
 * (distinct), `gross_cents`, `net_before_refunds_cents` (Σ quantity × unit_price − item discount; refunds are not per
 * line), `product_name`, `category` of the latest row (updated_at, id) among those that count here.
 */
export function productDaily(world: World): Row[] {
  const groups = groupBy(validLines(world), ({ order, item }) => ({
    day: dayText(order.day),
    product_id: item.productId,
    currency: order.currency,
  }));
  return groups.map(({ grain, items: lines }) => {
    const gross = sum(lines, ({ item }) => item.quantity * item.unitPriceCents);
    const latest = latestItem(lines.map(({ item }) => item));
    return {
      ...grain,
      units: sum(lines, ({ item }) => item.quantity),
      orders: new Set(lines.map(({ order }) => order.id)).size,
      gross_cents: gross,
      net_before_refunds_cents: gross - sum(lines, ({ item }) => item.discountCents),
      product_name: latest.productName,
      category: latest.category ?? UNKNOWN,
    };
  });
}

function latestItem(items: OrderItem[]): OrderItem {
  return items.reduce((latest, item) => {
    const later = item.updatedAt - latest.updatedAt || compareIds(item.id, latest.id);
    return later > 0 ? item : latest;
  });
}

/**
 * Grain: created day × category × currency, each item of a valid order under its own category. `units`,
 * `orders` (distinct), `net_before_refunds_cents` (Σ quantity × unit_price − item discount).
 */
export function categoryDaily(world: World): Row[] {
  const groups = groupBy(validLines(world), ({ order, item }) => ({
    day: dayText(order.day),
    category: item.category ?? UNKNOWN,
    currency: order.currency,
  }));
  return groups.map(({ grain, items: lines }) => ({
    ...grain,
    units: sum(lines, ({ item }) => item.quantity),
    orders: new Set(lines.map(({ order }) => order.id)).size,
    net_before_refunds_cents: sum(
      lines,
      ({ item }) => item.quantity * item.unitPriceCents - item.discountCents,
    ),
  }));
}
