import { dayText, daysBetween, lastCompleteMonth, monthOf, monthsBetween } from '../base/calendar';
import { rate } from '../base/numbers';
import type { Row } from '../base/types';
import type { User, World } from '../base/world';

/**
 * Grain: registration day, dense from the first to the last complete day, and the running one where somebody
 * registered. `cohort_size`; `d1`, `d7`, `d30` users
 * active on exactly that local day after, NULL until the end of that day; their rates. `maturity`
 * final when the last of the windows, day R+30, has ended.
 */
export function userRetentionDaily(world: World): Row[] {
  if (world.users.length === 0) return [];
  const days = world.users.map((user) => user.createdDay).sort((a, b) => a - b);
  const ended = (day: number): boolean => world.calendar.end(day) <= world.now;

  const lastDay = Math.max(days[days.length - 1]!, world.today - 1);
  return daysBetween(days[0]!, lastDay).map((day) => {
    const cohort = world.users.filter((user) => user.createdDay === day);
    const activeAfter = (distance: number): number | null => {
      if (!ended(day + distance)) return null;
      return cohort.filter((user) => world.isActiveOn(user.id, day + distance)).length;
    };
    const [d1, d7, d30] = [activeAfter(1), activeAfter(7), activeAfter(30)];
    return {
      day: dayText(day),
      cohort_size: cohort.length,
      d1,
      d7,
      d30,
      d1_rate: rate(d1, cohort.length),
      d7_rate: rate(d7, cohort.length),
      d30_rate: rate(d30, cohort.length),
      maturity: ended(day + 30) ? 'final' : 'provisional',
    };
  });
}

/**
 * Grain: cohort_month × activity_month, dense to the last complete month. The running one is a cohort when
 * somebody registered in it, and a month of activity when somebody registered or was active in it. `cohort_size` (inactive users included), `active_users`,
 * `retention_rate`.
 */
export function userCohortRetentionMonthly(world: World): Row[] {
  if (world.users.length === 0) return [];
  const activeMonthsOf = activeMonthsByUser(world);
  const cohortMonth = (user: User): string => monthOf(user.createdDay);
  const cohortMonths = world.users.map(cohortMonth).sort();
  const lastCohort = [...cohortMonths, lastCompleteMonth(world)].sort().pop()!;
  const activeMonths = [...activeMonthsOf.values()].flatMap((months) => [...months]);
  const lastMonth = [lastCohort, ...activeMonths].sort().pop()!;

  return monthsBetween(cohortMonths[0]!, lastCohort).flatMap((cohort) => {
    const members = world.users.filter((user) => cohortMonth(user) === cohort);
    return monthsBetween(cohort, lastMonth).map((month) => {
      const active = members.filter((user) => activeMonthsOf.get(user.id)?.has(month)).length;
      return {
        cohort_month: cohort,
        activity_month: month,
        cohort_size: members.length,
        active_users: active,
        retention_rate: rate(active, members.length),
      };
    });
  });
}

/** Existing users only. */
function activeMonthsByUser(world: World): Map<string, Set<string>> {
  const months = new Map<string, Set<string>>();
  for (const [day, counts] of world.activityOn) {
    for (const userId of counts.keys()) {
      if (!world.userById.has(userId)) continue;
      months.set(userId, (months.get(userId) ?? new Set()).add(monthOf(day)));
    }
  }
  return months;
}
