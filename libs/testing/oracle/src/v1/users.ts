import { DAY_MICROS, dayText, monthOf } from '../base/calendar';
import { average, groupBy } from '../base/numbers';
import { toMicros, type Row, type SourceUser } from '../base/types';
import type { User, World } from '../base/world';
import { oldWord } from '../legacy/words';
import { majorUnits } from './numbers';

function shown(world: World, user: SourceUser, part: 'email' | 'phone' | 'name'): string | null {
  if (!world.input.shown) throw new Error('The oracle needs to know what v1 tables show of a person.');
  return world.input.shown[part](user);
}

/** Grain: user_id (token): every account, closed ones included. */
export function userAnalytics(world: World): Row[] {
  return world.users.map((user) => {
    const { last_activity_at: seen, subscription_tier: tier, email_verified: told } = user.source;
    const seenAt = seen === null || seen === undefined ? null : toMicros(seen as string);
    return {
      user_id: world.input.tokenOf(user.id),
      registration_date: dayText(user.createdDay),
      status: oldWord('status', user.source.status!),
      subscription_type: tier === null ? null : oldWord('tier', tier),
      email_verified: String(told ? told === 'true' : user.verifiedAt !== null),
      days_since_last_login:
        seenAt !== null && seenAt < world.now ? world.today - world.calendar.dayOf(seenAt) : null,
    };
  });
}

/** Grain: user_token: accounts with an event before now. One created at or after now does not exist yet. */
export function userActivity(world: World): Row[] {
  const events = new Map<string, { count: number; last: number }>();
  for (const { userId, at } of world.events) {
    const known = events.get(userId) ?? { count: 0, last: -Infinity };
    events.set(userId, { count: known.count + 1, last: Math.max(known.last, at) });
  }
  return world.users
    .filter(({ id }) => events.has(id))
    .map(({ source: user }) => ({
      user_token: world.input.tokenOf(user.id),
      email: shown(world, user, 'email'),
      name: shown(world, user, 'name'),
      activity_count: events.get(user.id)!.count,
      last_activity: String(events.get(user.id)!.last),
    }));
}

/** The end of the last complete day, and the accounts open then. */
function openAccounts(world: World): { asOf: number; users: User[] } {
  const asOf = world.calendar.start(world.today);
  const users = world.users.filter(
    ({ createdAt, deletedAt }) => createdAt < asOf && (deletedAt === null || deletedAt >= asOf),
  );
  return { asOf, users };
}

/** Grain: status (old word), as of the end of the last complete day, by the status loaded now. */
export function userChurn(world: World): Row[] {
  const { asOf, users } = openAccounts(world);
  const lastEvent = new Map<string, number>();
  for (const { userId, at } of world.events) {
    if (at < asOf) lastEvent.set(userId, Math.max(at, lastEvent.get(userId) ?? -Infinity));
  }
  const groups = groupBy(users, ({ source }) => ({ status: oldWord('status', source.status!) }));
  return groups.map(({ grain, items: accounts }) => {
    const active = accounts.filter(({ id }) => lastEvent.has(id));
    const micros = average(active.map(({ id, createdAt }) => lastEvent.get(id)! - createdAt));
    return {
      ...grain,
      user_count: accounts.length,
      avg_days_active: micros === null ? null : micros / DAY_MICROS,
    };
  });
}

/** Grain: user_token: open accounts with an order that is completed now, by the end of the last complete day. */
export function userSegments(world: World): Row[] {
  const { asOf, users } = openAccounts(world);
  const completed = new Map<string, { currency: string; cents: number }[]>();
  for (const { userId, createdAt, status, currency, totalCents } of world.facts.orders) {
    if (createdAt >= asOf || oldWord('order', status) !== 'completed') continue;
    completed.set(userId, [...(completed.get(userId) ?? []), { currency, cents: totalCents }]);
  }
  return users
    .filter(({ id }) => completed.has(id))
    .map((user) => {
      const orders = completed.get(user.id)!;
      return {
        user_token: world.input.tokenOf(user.id),
        segment: orders.length >= 10 ? 'high_value' : orders.length >= 5 ? 'medium_value' : 'low_value',
        email: shown(world, user.source, 'email'),
        phone: shown(world, user.source, 'phone'),
        total_orders: orders.length,
        total_spend: majorUnits(orders),
      };
    });
}

/** Grain: cohort_month × activity_month: months with active users only. */
export function userCohorts(world: World): Row[] {
  const active = new Map<string, Set<string>>();
  for (const [day, users] of world.activityOn) {
    for (const userId of users.keys()) {
      const user = world.userById.get(userId);
      if (!user || monthOf(user.createdDay) > monthOf(day)) continue;
      const key = `${monthOf(user.createdDay)} ${monthOf(day)}`;
      active.set(key, (active.get(key) ?? new Set()).add(userId));
    }
  }
  return [...active].map(([key, users]) => {
    const [cohort, month] = key.split(' ');
    return { cohort_month: cohort!, activity_month: month!, active_users: users.size };
  });
}
