import { homes } from './people/countries';
import { day, hour } from './time';

/** How much happens on each day of the week (Sunday first) and in each hour, in the user's own time. */
export const weekdayRhythm = [1.18, 0.95, 0.92, 0.92, 0.95, 0.97, 1.11];
const workdayHours = [
  8, 4, 2, 2, 2, 4, 10, 20, 30, 34, 36, 40, 48, 44, 38, 36, 38, 44, 54, 66, 74, 70, 48, 22,
];
const weekendHours = [
  14, 8, 4, 3, 2, 3, 6, 12, 24, 40, 54, 60, 60, 58, 56, 54, 54, 54, 56, 62, 66, 60, 42, 24,
];

/** For a uniform number in [0, 1) the hour of the day it stands for; a table, for the hot loop. */
const slots = 1024;
const hourOfSlot = { workday: spread(workdayHours), weekend: spread(weekendHours) };

function spread(weights: readonly number[]): Uint8Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const table = new Uint8Array(slots);
  let from = 0;
  let sum = 0;
  weights.forEach((weight, hourOfDay) => {
    sum += weight;
    const to = Math.round((sum / total) * slots);
    table.fill(hourOfDay, from, to);
    from = to;
  });
  return table;
}

/** The day of the week, 0 being Sunday, of a day number. */
export const weekdayOf = (dayNumber: number): number => (((dayNumber + 4) % 7) + 7) % 7;

/** Milliseconds after midnight at which something happens on such a day, from two uniform numbers. */
export function timeOfDay(weekday: number, first: number, then: number): number {
  const table = weekday === 0 || weekday === 6 ? hourOfSlot.weekend : hourOfSlot.workday;
  return Math.floor((table[Math.floor(first * slots)]! + then) * hour);
}

/** Local midnights of every home's zone, in UTC, looked up often and worked out once. */
export class Calendar {
  readonly #midnights = homes.map(() => new Map<number, number>());
  readonly #formats = homes.map(
    ({ zone }) => new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }),
  );

  /** When day `dayNumber` of the civil calendar begins in the zone of `home`, as an instant. */
  midnight(home: number, dayNumber: number): number {
    const known = this.#midnights[home]!.get(dayNumber);
    if (known !== undefined) return known;
    const local = dayNumber * day;
    // The offset at the first guess may be the other side of a clock change; the second settles it.
    const guess = local - this.#offset(home, local);
    const midnight = local - this.#offset(home, guess);
    this.#midnights[home]!.set(dayNumber, midnight);
    return midnight;
  }

  /** Whether the clocks of `home` change on the day, which then has 23 or 25 hours. */
  clocksChange(home: number, dayNumber: number): boolean {
    return this.midnight(home, dayNumber + 1) - this.midnight(home, dayNumber) !== day;
  }

  /** Milliseconds that the zone is ahead of UTC. */
  #offset(home: number, instant: number): number {
    const parts = this.#formats[home]!.formatToParts(instant);
    const name = parts.find(({ type }) => type === 'timeZoneName')!.value;
    const match = /GMT([+-])(\d\d):(\d\d)/.exec(name);
    if (!match) return 0;
    const size = Number(match[2]) * hour + Number(match[3]) * (hour / 60);
    return match[1] === '-' ? -size : size;
  }
}
