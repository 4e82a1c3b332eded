import { dayText, daysBetween, type Day } from '../base/calendar';
import { filterSet, groupBy, rate } from '../base/numbers';
import type { Row } from '../base/types';
import { UNKNOWN, type World } from '../base/world';

const ALL = 'all';

/**
 * Grain: day × subscription_tier, plus the tier `all`; "a row where mau > 0", to the running day.
 * `dau` distinct users with an event other than logout; `wau`, `mau` distinct over the trailing 7 and
 * 30 days ending in D; `new_users` (registered and active in D) + `resurrected_users` (not new, latest
 * earlier active day before D−30) + `returning_users` (the rest) = `dau`; `events` other than logout;
 * `stickiness_rate` = dau/mau; tier of a user = at the end of D, `unknown` for a user not there.
 */
export function userActivityDaily(world: World): Row[] {
  const rows: Row[] = [];
  const lastActiveDay = new Map<string, Day>();
  const firstDay = Math.min(...world.activityOn.keys());
  for (const day of daysBetween(firstDay, world.today)) {
    const monthly = world.activeIn(day - 29, day);
    const tierOf = new Map([...monthly].map((userId) => [userId, tierAt(world, userId, day)]));
    for (const tier of new Set([ALL, ...tierOf.values()])) {
      const inTier = (userId: string): boolean => tier === ALL || tierOf.get(userId) === tier;
      if (monthly.size > 0) rows.push(activityRow(world, day, tier, inTier, lastActiveDay));
    }
    for (const userId of world.activeIn(day, day)) lastActiveDay.set(userId, day);
  }
  return rows;
}

/** `lastActiveDay` holds each user's latest active day before `day`. */
function activityRow(
  world: World,
  day: Day,
  tier: string,
  inTier: (userId: string) => boolean,
  lastActiveDay: Map<string, Day>,
): Row {
  const daily = filterSet(world.activeIn(day, day), inTier);
  const weekly = filterSet(world.activeIn(day - 6, day), inTier);
  const monthly = filterSet(world.activeIn(day - 29, day), inTier);
  let fresh = 0;
  let resurrected = 0;
  let returning = 0;
  let events = 0;
  for (const userId of daily) {
    const last = lastActiveDay.get(userId);
    if (world.userById.get(userId)?.createdDay === day) fresh += 1;
    else if (last !== undefined && last < day - 30) resurrected += 1;
    else returning += 1;
    events += world.activityOn.get(day)!.get(userId)!;
  }
  return {
    day: dayText(day),
    subscription_tier: tier,
    dau: daily.size,
    wau: weekly.size,
    mau: monthly.size,
    new_users: fresh,
    resurrected_users: resurrected,
    returning_users: returning,
    events,
    stickiness_rate: rate(daily.size, monthly.size),
  };
}

function tierAt(world: World, userId: string, day: Day): string {
  const user = world.userById.get(userId);
  return user === undefined ? UNKNOWN : world.attributesAt(user, world.calendar.end(day)).tier;
}

/** Grain: day × activity_type × platform. All types, logout included; users not there count too. */
export function userActivityTypesDaily(world: World): Row[] {
  const groups = groupBy(world.events, ({ day, type, platform }) => ({
    day: dayText(day),
    activity_type: type,
    platform,
  }));
  return groups.map(({ grain, items }) => ({
    ...grain,
    events: items.length,
    users: new Set(items.map((event) => event.userId)).size,
  }));
}

/**
 * Grain: user_token. "Over all events `activity_count`, `first_activity_at`, `last_activity_at`;
 * `active_days` (without logout); `activity_types` number of distinct types; no row for users without
 * events", nor for users that are not there.
 */
export function userActivitySummary(world: World): Row[] {
  const existing = world.events.filter((event) => world.userById.has(event.userId));
  const groups = groupBy(existing, (event) => ({ user_token: world.input.tokenOf(event.userId) }));
  return groups.map(({ grain, items }) => {
    const instants = items.map((event) => event.at).sort((a, b) => a - b);
    const withoutLogout = items.filter((event) => event.type !== 'logout');
    return {
      ...grain,
      activity_count: items.length,
      first_activity_at: String(instants[0]),
      last_activity_at: String(instants[instants.length - 1]),
      active_days: new Set(withoutLogout.map((event) => event.day)).size,
      activity_types: new Set(items.map((event) => event.type)).size,
    };
  });
}
