import { dayText, daysBetween, type Day } from '../base/calendar';
import type { Order } from '../base/facts';
import { rate } from '../base/numbers';
import type { Row } from '../base/types';
import { UNKNOWN, type User, type World } from '../base/world';
import { countsAt, isOpenAt, ordersByUser, segmentOf } from './as-of';

interface Account {
  user: User;
  placed: Order[];
}

/** What the users of one segment bought in one currency. */
interface Tally {
  users: number;
  latestUser: User | null;
  orders: number;
  spend: number;
}

/**
 * Grain: as-of day × segment × currency, from the first registration to the last complete day. Open users
 * and their orders created before the end of D and not cancelled before it; segment over all currencies;
 * a user counts in every currency bought in, `no_orders` under `unknown`: `user_count`, `orders`,
 * `spend_cents` (Σ total_cents), `avg_orders`, `avg_spend_cents`.
 */
export function userSegmentsDaily(world: World): Row[] {
  const firstDay = world.users.reduce((first, user) => Math.min(first, user.createdDay), Infinity);
  const ordersOf = ordersByUser(world);
  const accounts = world.users.map((user) => ({ user, placed: ordersOf.get(user.id) ?? [] }));
  return daysBetween(firstDay, world.today - 1).flatMap((day) =>
    segmentRows(day, world.calendar.end(day), accounts),
  );
}

function segmentRows(day: Day, end: number, accounts: Account[]): Row[] {
  const segments = new Map<string, Map<string, Tally>>();
  for (const { user, placed } of accounts) {
    if (!isOpenAt(user, end)) continue;
    const orders = placed.filter((order) => countsAt(order, end));
    const segment = segmentOf(orders.length);
    const tallies = segments.get(segment) ?? new Map<string, Tally>();
    segments.set(segment, tallies);
    if (orders.length === 0) countUser(tallies, UNKNOWN, user);
    for (const order of orders) {
      const tally = countUser(tallies, order.currency, user);
      tally.orders += 1;
      tally.spend += order.totalCents;
    }
  }
  return [...segments].flatMap(([segment, tallies]) =>
    [...tallies].map(([currency, { users, orders, spend }]) => ({
      day: dayText(day),
      segment,
      currency,
      user_count: users,
      orders,
      spend_cents: spend,
      avg_orders: rate(orders, users),
      avg_spend_cents: rate(spend, users),
    })),
  );
}

/** The tally of the currency, with the user in it once: users come one after the other. */
function countUser(tallies: Map<string, Tally>, currency: string, user: User): Tally {
  const tally = tallies.get(currency) ?? { users: 0, latestUser: null, orders: 0, spend: 0 };
  tallies.set(currency, tally);
  if (tally.latestUser !== user) tally.users += 1;
  tally.latestUser = user;
  return tally;
}
