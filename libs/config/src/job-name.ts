import { shownArgument, UsageError } from '@acme/errors';
import type { Days } from './days';
import { realDate } from './parsers';

/** Unix minutes, which CronJobs end their Jobs' names with, have eight digits until 2160. */
const eightDigits = /^\d{8}$/;
const yearLike = /^(19|20|21)\d{2}$/;
/** `20261120`, which as unix minutes would be a night of 2008, and `202611`. */
const compact = /^((19|20|21)\d{6}|(19|20|21)\d{2}(0[1-9]|1[0-2]))$/;
const number = /^\d+$/;
const oneOrTwoDigits = /^\d{1,2}$/;

/**
 * The local days that a Kubernetes Job's own name asks for, as in `user-analytics-2026-11-20` or
 * `user-analytics-2026-11-01-to-2026-11-07-r2`: only the hyphenated ISO form counts, and what follows it must
 * not be a number. Undefined for names without a date, those that a CronJob made included.
 * @throws UsageError (64) on what is almost a date: its author wanted days, and would get others
 */
export function daysOfJobName(name: string): Days | undefined {
  const parts = name.split(/[-.]/);
  const last = parts.at(-1)!;
  if (eightDigits.test(last) && !compact.test(last)) return undefined;
  const at = parts.findIndex((_, index) => isDate(parts, index));
  const first = at < 0 ? undefined : dateAt(parts, at);
  const isRange = first !== undefined && parts[at + 3] === 'to';
  const second = isRange && isDate(parts, at + 4) ? dateAt(parts, at + 4) : undefined;
  const rest = first === undefined ? parts : [...parts.slice(0, at), ...parts.slice(at + (second ? 7 : 3))];
  const hyphenated = second ? `${first}-to-${second}` : first;
  if (
    (isRange && second === undefined) ||
    (first !== undefined && number.test(parts[at + (second ? 7 : 3)] ?? '')) ||
    rest.some(holdsYear) ||
    rest.some((_, index) => isShortDate(rest.slice(index, index + 3))) ||
    (hyphenated !== undefined && !name.includes(hyphenated))
  )
    throw almost(name);
  if (first === undefined) return undefined;
  if (second !== undefined && second < first)
    throw new UsageError(
      `the Job's name ${shownArgument(name)} ends before it begins: ${second} lies before ${first}`,
      'name the earlier day first',
    );
  return { from: first, to: second ?? first };
}

const dateAt = (parts: readonly string[], index: number) => parts.slice(index, index + 3).join('-');
const isDate = (parts: readonly string[], index: number) => realDate(dateAt(parts, index));

/** On its own or stuck to letters, as in `rerun2026` and `20261120t0200`. */
const holdsYear = (part: string) =>
  (part.match(/\d+/g) ?? []).some((digits) => yearLike.test(digits) || compact.test(digits));
/** `26-11-20` */
const isShortDate = (parts: string[]) =>
  parts.length === 3 && parts.every((part) => oneOrTwoDigits.test(part));

const almost = (name: string) =>
  new UsageError(
    `the Job's name ${shownArgument(name)} has something in it that is almost a date`,
    'end it in a day such as -2026-11-20 or a range such as -2026-11-01-to-2026-11-07, with a suffix such as -r2 if that name is taken; or leave dates out to run everything due',
  );
