import { DAY_MICROS, dayOfText } from '../base/calendar';
import type { Order } from '../base/facts';
import { groupBy } from '../base/numbers';
import type { Row } from '../base/types';
import { UNKNOWN, type World } from '../base/world';
import { orderMoney } from '../orders/order-money';
import { engagement, sentNotifications, type SentNotification } from './sent';

const WINDOW = 7 * DAY_MICROS;

/**
 * Grain: sent day × campaign_id × channel, "rows with a campaign". The counts and rates of
 * `engagement`, plus `orders_7d` "distinct valid orders of clickers in the 7 days from the click";
 * `maturity`.
 */
export function campaignDaily(world: World): Row[] {
  return campaigns(world).map(({ grain, notifications, orders, maturity }) => ({
    ...grain,
    ...engagement(notifications),
    orders_7d: orders.size,
    maturity,
  }));
}

/**
 * Grain: that of `campaign_daily` × the orders' currency, rows with at least one order. `orders_7d`,
 * `net_cents` ("order_daily's net of those distinct orders"); `maturity` as of the campaign's row. "An
 * order may count for several campaigns."
 */
export function campaignRevenueDaily(world: World): Row[] {
  const money = orderMoney(world);
  return campaigns(world).flatMap(({ grain, orders, maturity }) =>
    groupBy(orders, ({ currency }) => ({ ...grain, currency })).map(({ grain: withCurrency, items }) => ({
      ...withCurrency,
      orders_7d: items.length,
      net_cents: items.reduce((sum, order) => sum + money.get(order.id)!.net, 0),
      maturity,
    })),
  );
}

interface Campaign {
  grain: Row;
  notifications: SentNotification[];
  orders: Set<Order>;
  maturity: string;
}

function campaigns(world: World): Campaign[] {
  const ordersOf = validOrdersByUser(world);
  const withCampaign = sentNotifications(world).filter(({ campaignId }) => campaignId !== null);
  const groups = groupBy(withCampaign, ({ sentDay, campaignId, channel }) => ({
    day: sentDay,
    campaign_id: campaignId,
    channel: channel ?? UNKNOWN,
  }));
  return groups.map(({ grain, items }) => ({
    grain,
    notifications: items,
    orders: ordersAfterClicks(items, ordersOf),
    maturity: maturityOf(world, items),
  }));
}

/** Elapsed time, half-open: [clicked_at, clicked_at + 7 × 24 h). */
function ordersAfterClicks(notifications: SentNotification[], ordersOf: Map<string, Order[]>): Set<Order> {
  const orders = new Set<Order>();
  for (const { userId, clickedAt } of notifications) {
    if (clickedAt === null) continue;
    for (const order of ordersOf.get(userId) ?? []) {
      if (order.createdAt >= clickedAt && order.createdAt < clickedAt + WINDOW) orders.add(order);
    }
  }
  return orders;
}

/** "Final when the end of the day and the row's last click both lie 7 × 24 h back." */
function maturityOf(world: World, notifications: SentNotification[]): string {
  let latest = world.calendar.end(dayOfText(notifications[0]!.sentDay));
  for (const { clickedAt } of notifications) {
    if (clickedAt !== null && clickedAt > latest) latest = clickedAt;
  }
  return latest + WINDOW <= world.now ? 'final' : 'provisional';
}

function validOrdersByUser(world: World): Map<string, Order[]> {
  const orders = new Map<string, Order[]>();
  for (const order of world.facts.orders) {
    if (!order.valid) continue;
    const ofUser = orders.get(order.userId);
    if (ofUser === undefined) orders.set(order.userId, [order]);
    else ofUser.push(order);
  }
  return orders;
}
