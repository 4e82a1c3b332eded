import { decay } from '../activity-scale';
import { timeOfDay, weekdayOf, weekdayRhythm } from '../calendar';
import { mix, purpose, Random } from '../random';
import { toldAt, type Stories } from '../stories';
import { day, dayOf, hour, minute } from '../time';
import type { World } from '../world';
import type { Placed } from './purchase';
import { everyday } from './script';

/** Orders of a user of liveliness 1 on the first day. */
const appetite = 0.218;
const random = new Random();

/** The everyday orders of the shop's nth day, at most one of each user, in no order. */
export function everydayOrders(world: World, nth: number, stories: Stories): Placed[] {
  const { seed, openedAt } = world.plan;
  const start = openedAt + nth * day;
  const date = dayOf(start);
  const sale = toldAt(stories.sales, start)?.factor ?? 1;
  const rhythm = appetite * sale * weekdayRhythm[weekdayOf(date)]!;
  const placed: Placed[] = [];
  for (let user = 0; user < world.count && world.registeredAt[user]! < start + day; user += 1) {
    if (world.quietFrom[user]! <= start) continue;
    const age = Math.max(0, Math.floor((start - world.registeredAt[user]!) / day));
    const expected = rhythm * world.liveliness[user]! ** 0.85 * decay(age);
    const key = mix(seed, purpose.orders, user, nth);
    const awake = key % 24 === 0 && world.calendar.clocksChange(world.home[user]!, date);
    if (!awake && key / 2 ** 32 >= 1 - Math.exp(-expected)) continue;
    const createdAt = instantOf(world, user, nth, awake);
    if (createdAt <= world.registeredAt[user]! || createdAt >= world.quietFrom[user]!) continue;
    placed.push({ user, createdAt, key, script: everyday });
  }
  return placed;
}

/** The hour is the user's own; the day is the shop's. On the first day soon after the registration. */
function instantOf(world: World, user: number, nth: number, awake: boolean): number {
  const start = world.plan.openedAt + nth * day;
  const registeredAt = world.registeredAt[user]!;
  const date = dayOf(start);
  random.reseed(mix(world.plan.seed, purpose.orders, user, -1 - nth));
  const midnight = world.calendar.midnight(world.home[user]!, date);
  const local = awake
    ? midnight + (0.5 + 3 * random.next()) * hour
    : midnight + timeOfDay(weekdayOf(date), random.next(), random.next());
  const wrapped = start + ((((local - start) % day) + day) % day);
  if (registeredAt < start) return Math.ceil(wrapped);
  const soon = Math.ceil(registeredAt + 2 * minute + random.exponential(40 * minute));
  return soon < start + day ? soon : -Infinity;
}
