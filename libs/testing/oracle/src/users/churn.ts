import { dayText, daysBetween } from '../base/calendar';
import { filterSet, rate } from '../base/numbers';
import type { Row } from '../base/types';
import type { World } from '../base/world';

/**
 * Grain: day, dense from the first data day (an event other than logout of an existing user, or an account
 * closed) to the last complete one, and the running one where it has data. `active_base` users active in days −59…−30; `churned` of them not
 * active in −29…0; `churn_30d_rate`; `closed_accounts` deleted in D. Soft-deleted users stay.
 */
export function userChurnDaily(world: World): Row[] {
  const exists = (userId: string): boolean => world.userById.has(userId);
  const closedDays = world.users
    .filter((user) => user.deletedAt !== null)
    .map((user) => world.calendar.dayOf(user.deletedAt!));
  const activeDays = [...world.activityOn.keys()].filter(
    (day) => filterSet(world.activeIn(day, day), exists).size > 0,
  );
  const dataDays = [...closedDays, ...activeDays].sort((a, b) => a - b);
  if (dataDays.length === 0) return [];

  const lastDay = Math.max(dataDays[dataDays.length - 1]!, world.today - 1);
  return daysBetween(dataDays[0]!, lastDay).map((day) => {
    const base = filterSet(world.activeIn(day - 59, day - 30), exists);
    const recent = world.activeIn(day - 29, day);
    const churned = filterSet(base, (userId) => !recent.has(userId));
    return {
      day: dayText(day),
      active_base: base.size,
      churned: churned.size,
      churn_30d_rate: rate(churned.size, base.size),
      closed_accounts: closedDays.filter((closedDay) => closedDay === day).length,
    };
  });
}
