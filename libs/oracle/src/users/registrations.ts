import { DAY_MICROS, dayText } from '../base/calendar';
import { groupBy } from '../base/numbers';
import type { Row } from '../base/types';
import { UNKNOWN, type User, type World } from '../base/world';

/**
 * Grain: day × country_code × signup_source × subscription_tier, "the grain's tier is that of the
 * registration day" (as known at its end, the country likewise). `registrations` created in D;
 * `verified` of them verified by now; `verified_7d` verified within 7 days of creation; `premium`,
 * `enterprise`: of them on that tier now; `maturity` (30 days). Without `first_order_30d`.
 */
export function userRegistrationsDaily(world: World): Row[] {
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
      verified: items.filter((user) => user.verifiedAt !== null).length,
      verified_7d: items.filter(isVerifiedWithin7Days).length,
      premium: items.filter((user) => user.source.subscription_tier === 'premium').length,
      enterprise: items.filter((user) => user.source.subscription_tier === 'enterprise').length,
      maturity: closed <= world.now ? 'final' : 'provisional',
    };
  });
}

/** Elapsed time, half-open: [created_at, created_at + 7 × 24 h). Before creation is not within. */
function isVerifiedWithin7Days({ verifiedAt, createdAt }: User): boolean {
  return verifiedAt !== null && verifiedAt >= createdAt && verifiedAt < createdAt + 7 * DAY_MICROS;
}
