import { shownArgument, UsageError } from '@acme/errors';
import { realDate } from './parsers';

/** Local days, both inclusive. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** What the three ways to name days are called where they were given. */
interface Names {
  readonly date: string;
  readonly from: string;
  readonly to: string;
}

/**
 * One day or a range, as options or settings name it; undefined when nothing is given.
 * @throws UsageError on a day that is not in the calendar, and on what does not go together
 */
export function readDays(given: Partial<Record<keyof Names, string>>, names: Names): Days | undefined {
  for (const key of ['date', 'from', 'to'] as const) {
    const day = given[key];
    if (day !== undefined && !realDate(day))
      throw new UsageError(
        `${names[key]} ${shownArgument(day)} is not a valid date`,
        'give it as yyyy-mm-dd, such as 2026-11-20',
      );
  }
  const { date, from, to } = given;
  if (date !== undefined && (from !== undefined || to !== undefined))
    throw new UsageError(`${names.date} excludes ${names.from} and ${names.to}`, 'give one day, or a range');
  if (date !== undefined) return { from: date, to: date };
  if (from === undefined && to === undefined) return undefined;
  if (from === undefined || to === undefined)
    throw new UsageError(
      `${names.from} and ${names.to} go together`,
      `give both, or ${names.date} for one day`,
    );
  if (from > to)
    throw new UsageError(
      `${names.from} ${from} lies after ${names.to} ${to}`,
      'swap them; both days are included',
    );
  return { from, to };
}
