import { DAY_MICROS, dayText, daysBetween, type Day } from '../base/calendar';
import { average, groupBy, median } from '../base/numbers';
import type { Row } from '../base/types';
import type { World } from '../base/world';

/**
 * Grain: as-of day × status (as known at the end of D), complete days only, from the first
 * registration day. Users created before the end of D and not deleted before it: "soft-deleted users
 * leave as-of tables from the end of that day on". `user_count`; `avg_days_active`,
 * `median_days_active`: last event (of any type) before the end of the day − creation, in fractional
 * days, of users with events; "negative durations are left out" of the median only.
 */
export function userStatusDaily(world: World): Row[] {
  const firstDay = Math.min(...world.users.map((user) => user.createdDay));
  const completeDays = daysBetween(firstDay, world.today).filter(
    (day) => world.calendar.end(day) <= world.now,
  );
  const instantsOf = eventInstantsByUser(world);
  return completeDays.flatMap((day) => statusRows(world, day, instantsOf));
}

function statusRows(world: World, day: Day, instantsOf: Map<string, number[]>): Row[] {
  const end = world.calendar.end(day);
  const open = world.users.filter((user) => {
    const deleted = user.deletedAt !== null && user.deletedAt < end;
    return user.createdAt < end && !deleted;
  });
  const groups = groupBy(open, (user) => ({
    day: dayText(day),
    status: world.attributesAt(user, end).status,
  }));
  return groups.map(({ grain, items }) => {
    const durations: number[] = [];
    for (const user of items) {
      const last = latestBefore(instantsOf.get(user.id) ?? [], end);
      if (last !== undefined) durations.push(last - user.createdAt);
    }
    return {
      ...grain,
      user_count: items.length,
      avg_days_active: inDays(average(durations)),
      median_days_active: inDays(median(durations.filter((duration) => duration >= 0))),
    };
  });
}

function eventInstantsByUser(world: World): Map<string, number[]> {
  const instants = new Map<string, number[]>();
  for (const event of world.events) {
    const ofUser = instants.get(event.userId);
    if (ofUser === undefined) instants.set(event.userId, [event.at]);
    else ofUser.push(event.at);
  }
  for (const ofUser of instants.values()) ofUser.sort((a, b) => a - b);
  return instants;
}

function latestBefore(ascending: number[], end: number): number | undefined {
  let index = ascending.length - 1;
  while (index >= 0 && ascending[index]! >= end) index -= 1;
  return ascending[index];
}

const inDays = (micros: number | null): number | null => (micros === null ? null : micros / DAY_MICROS);
