import { dayText } from '../base/calendar';
import { groupBy, rate } from '../base/numbers';
import type { Row } from '../base/types';
import { UNKNOWN, type World } from '../base/world';
import { sum } from './numbers';
import { orderMoney } from './order-money';

/**
 * Grain: created day × currency × source. `placed`; `cancelled` (cancelled by now); `valid` = placed −
 * cancelled; on valid orders `gross_cents`, `discount_cents`, `tax_cents`, `shipping_cents`,
 * `total_cents` from the order, `items` (Σ quantity); `refunded_cents` of the valid orders by now;
 * `net_cents` = gross − discount − refunded; `aov_cents` = (gross − discount)/valid; `cancel_rate`.
 */
export function orderDaily(world: World): Row[] {
  const moneyOf = orderMoney(world);
  const groups = groupBy(world.facts.orders, (order) => ({
    day: dayText(order.day),
    currency: order.currency,
    source: order.source ?? UNKNOWN,
  }));
  return groups.map(({ grain, items: placed }) => {
    const valid = placed.filter((order) => order.valid);
    const cancelled = placed.length - valid.length;
    const gross = sum(valid, (order) => moneyOf.get(order.id)!.gross);
    const discount = sum(valid, (order) => order.discountCents);
    return {
      ...grain,
      placed: placed.length,
      cancelled,
      valid: valid.length,
      gross_cents: gross,
      discount_cents: discount,
      tax_cents: sum(valid, (order) => order.taxCents),
      shipping_cents: sum(valid, (order) => order.shippingCents),
      total_cents: sum(valid, (order) => order.totalCents),
      items: sum(valid, (order) => sum(order.items, (item) => item.quantity)),
      refunded_cents: sum(valid, (order) => moneyOf.get(order.id)!.refunded),
      refunds_in_other_currency: sum(valid, (order) => moneyOf.get(order.id)!.otherRefunds),
      net_cents: sum(valid, (order) => moneyOf.get(order.id)!.net),
      aov_cents: rate(gross - discount, valid.length),
      cancel_rate: rate(cancelled, placed.length),
    };
  });
}

/**
 * Grain: created day × status × currency. `order_count`, `revenue_cents` (Σ total_cents, cancelled rows
 * included: the status, as loaded now, says it), `avg_order_value_cents`.
 */
export function orderStatusDaily(world: World): Row[] {
  const groups = groupBy(world.facts.orders, (order) => ({
    day: dayText(order.day),
    status: order.status,
    currency: order.currency,
  }));
  return groups.map(({ grain, items: orders }) => {
    const revenue = sum(orders, (order) => order.totalCents);
    return {
      ...grain,
      order_count: orders.length,
      revenue_cents: revenue,
      avg_order_value_cents: rate(revenue, orders.length),
    };
  });
}
