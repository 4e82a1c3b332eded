import { shownArgument, UsageError } from '@acme/errors';
import type { Argument, Option } from './declaration';
import { didYouMean } from './suggest';

/** An option that is given or not. */
export const flag = (description: string): Option<true> => ({ description, read: () => true });

/** An option that takes any text. */
export const text = (value: string, description: string): Option<string> & { readonly value: string } => ({
  value,
  description,
  read: (given) => given,
});

/** An option that takes one of a few words. */
export const oneOf = <T extends string>(
  value: string,
  choices: readonly T[],
  description: string,
): Option<T> & { readonly value: string } => ({
  value,
  description,
  choices,
  read(given, name) {
    const found = choices.find((choice) => choice === given);
    if (found !== undefined) return found;
    throw new UsageError(
      `${name} does not know ${shownArgument(given)}`,
      `${didYouMean(given, choices)}name ${choices.length > 2 ? 'one of ' : ''}${listed(choices)}`,
    );
  },
});

/** An option that takes a whole number of something, from `least` to `most`. */
export const count = (
  of: string,
  { least = 1, most }: { readonly least?: number; readonly most: number },
  description: string,
): Option<number> & { readonly value: string } => ({
  value: 'N',
  description,
  read(given, name) {
    const number = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new UsageError(
      `${name} takes a number of ${of}, from ${least} to ${most}`,
      `for example: ${name} ${Math.min(Math.max(5, least), most)}`,
    );
  },
});

/** The same as an argument that may be left out, or has to be given. */
export const optional = <T>(option: Option<T> & { readonly value: string }): Argument<T> => option;
export const required = <T>(
  option: Option<T> & { readonly value: string },
  message: string,
  instruction: string,
): Argument<T> & { readonly required: object } => ({ ...option, required: { message, instruction } });

const listed = (choices: readonly string[]) =>
  choices.length === 2 ? choices.join(' or ') : choices.join(', ');
