import { timeOfDay, weekdayOf, weekdayRhythm, type Calendar } from './calendar';
import { homes } from './people/countries';
import { mix, purpose, Random } from './random';
import { day, dayOf } from './time';

/** A new account: when, and where its user lives (a position in `homes`). */
export interface Registration {
  readonly at: number;
  readonly home: number;
}

/** How many register on the shop's n-th day, relative to its first: growth, the week, and some luck. */
function appeal(seed: number, openedAt: number, nth: number): number {
  const luck = 0.8 + 0.4 * (mix(seed, purpose.growth, nth, 0) / 2 ** 32);
  return (1 + nth / 120) * weekdayRhythm[weekdayOf(dayOf(openedAt) + nth)]! * luck;
}

/** The scale that makes `days` days bring `users` registrations. */
export function registrationScale(seed: number, openedAt: number, days: number, users: number): number {
  let total = 0;
  for (let nth = 0; nth < days; nth += 1) total += appeal(seed, openedAt, nth);
  return users / total;
}

/** The registrations of the shop's first `days` days, in the order of time. */
export function* registrations(
  seed: number,
  openedAt: number,
  days: number,
  scale: number,
  calendar: Calendar,
): Generator<Registration> {
  const random = new Random();
  let expected = 0;
  for (let nth = 0; nth < days; nth += 1) {
    const before = Math.round(expected);
    expected += appeal(seed, openedAt, nth) * scale;
    random.reseed(mix(seed, purpose.registrations, nth, 0));
    const start = openedAt + nth * day;
    const ofDay = Array.from({ length: Math.round(expected) - before }, () => oneOn(start, random, calendar));
    yield* ofDay.sort((a, b) => a.at - b.at);
  }
}

const homeChoices = homes.map(({ share }, position) => [position, share] as const);

/** The hour is the user's own; the day is the shop's, from `start` on. */
function oneOn(start: number, random: Random, calendar: Calendar): Registration {
  const home = random.weighted(homeChoices);
  const date = dayOf(start);
  const local = calendar.midnight(home, date) + timeOfDay(weekdayOf(date), random.next(), random.next());
  return { at: start + ((((local - start) % day) + day) % day), home };
}
