export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Number of the UTC day an instant (milliseconds) lies in. */
export const dayOf = (instant: number): number => Math.floor(instant / day);

/** The last midnight in UTC, as milliseconds. */
export const startOfUtcDay = (instant: number): number => dayOf(instant) * day;

const twoDigits = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
const threeDigits = Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, '0'));
const dates = new Map<number, string>();

/** An instant as PostgreSQL reads it; some ten times as fast as toISOString, and called for every row. */
export function timestamp(instant: number): string {
  const number = dayOf(instant);
  let date = dates.get(number);
  if (date === undefined) {
    date = new Date(number * day).toISOString().slice(0, 10);
    dates.set(number, date);
  }
  const rest = Math.floor(instant) - number * day;
  const hours = twoDigits[Math.floor(rest / hour)]!;
  const minutes = twoDigits[Math.floor((rest % hour) / minute)]!;
  const seconds = twoDigits[Math.floor((rest % minute) / second)]!;
  return `${date} ${hours}:${minutes}:${seconds}.${threeDigits[rest % second]!}+00`;
}
