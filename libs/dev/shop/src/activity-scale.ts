import { day } from './time';
import type { World } from './world';

/** Mean number of events of a session; measured, see sessions.ts. */
export const eventsPerSession = 6.15;

const exponent = -0.55;
const decayByAge: number[] = [];

/** How much of the first day's activity is left at an age in days: a power law, as cohorts really decay. */
export function decay(ageInDays: number): number {
  while (decayByAge.length <= ageInDays) decayByAge.push((1 + decayByAge.length) ** exponent);
  return decayByAge[ageInDays]!;
}

/** The scale at which the shop's users have `eventsPerUser` events on average until `until`. */
export function activityScale(world: World, until: number, eventsPerUser: number): number {
  const cumulative: number[] = [0];
  let expected = 0;
  for (let index = 0; index < world.count; index += 1) {
    const end = Math.min(until, world.quietFrom[index]!);
    const age = Math.max(0, Math.ceil((end - world.registeredAt[index]!) / day));
    while (cumulative.length <= age) cumulative.push(cumulative.at(-1)! + decay(cumulative.length - 1));
    expected += world.liveliness[index]! * cumulative[age]!;
  }
  // Everybody's first session belongs to the registration and is not scaled.
  const sessions = Math.max(0, eventsPerUser / eventsPerSession - 1) * world.count;
  return expected === 0 ? 0 : sessions / expected;
}
