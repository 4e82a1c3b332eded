import { DAY_MICROS, dayText } from '../base/calendar';
import type { Order } from '../base/facts';
import { groupBy } from '../base/numbers';
import type { Row } from '../base/types';
import { UNKNOWN, type User, type World } from '../base/world';
import { validOrdersByUser } from '../orders/valid-orders';

/**
 * Grain: day × country_code × signup_source × subscription_tier, "the grain's tier is that of the
 * registration day" (as known at its end, the country likewise). `registrations` created in D;
 * `verified` of them verified by now; `verified_7d` verified within 7 days of creation;
 * `first_order_30d` with a valid order in the 30 days from creation; `premium`, `enterprise`: of them on
 * that tier now; `maturity` (30 days).
 */
export function userRegistrationsDaily(world: World): Row[] {
  const ordersOf = validOrdersByUser(world);
  const groups = groupBy(world.users, (user) => {
    const then = world.attributesAt(user, world.calendar.end(user.createdDay));
    return {
      day: dayText(user.createdDay),
      country_code: then.country,
      signup_source: user.source.signup_source ?? UNKNOWN,
      subscription_tier: then.tier,
    };
  });
  return groups.map(({ grain, items }) => {
    const closed = world.calendar.end(items[0]!.createdDay) + 30 * DAY_MICROS;
    return {
      ...grain,
      registrations: items.length,
      verified: items.filter((user) => isVerified(user)).length,
      verified_7d: items.filter(isVerifiedWithin7Days).length,
      first_order_30d: items.filter((user) => hasOrderWithin30Days(user, ordersOf.get(user.id) ?? [])).length,
      premium: items.filter((user) => user.source.subscription_tier === 'premium').length,
      enterprise: items.filter((user) => user.source.subscription_tier === 'enterprise').length,
      maturity: closed <= world.now ? 'final' : 'provisional',
    };
  });
}

/** Legacy accounts say whether, not when. */
const isVerified = ({ verifiedAt, source }: User): boolean =>
  verifiedAt !== null || source.email_verified === 'true';

/** Elapsed time, half-open: [created_at, created_at + 7 × 24 h). Before creation is not within. */
function isVerifiedWithin7Days({ verifiedAt, createdAt }: User): boolean {
  return verifiedAt !== null && verifiedAt >= createdAt && verifiedAt < createdAt + 7 * DAY_MICROS;
}

/** Elapsed time again; an order before creation is not within. */
function hasOrderWithin30Days({ createdAt }: User, orders: Order[]): boolean {
  return orders.some(
    (order) => order.createdAt >= createdAt && order.createdAt < createdAt + 30 * DAY_MICROS,
  );
}
