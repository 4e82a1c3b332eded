import { sqlstateOf } from './sqlstate';

/** What a PostgreSQL server said of a statement, as far as it helps to find the place in a file. */
export interface StatementError extends Error {
  readonly code: string;
  /** Characters into the statement, counted from 1; absent where the server names no place. */
  readonly position?: string;
  readonly column?: string;
  readonly constraint?: string;
  readonly table?: string;
}

/** The error of the server behind whatever wraps it; undefined where no server spoke. */
export function serverErrorOf(error: unknown): StatementError | undefined {
  for (let cause = error, depth = 0; cause instanceof Object && depth < 8; depth++) {
    if ('severity' in cause && /^[0-9A-Z]{5}$/.test(sqlstateOf(cause) ?? ''))
      return cause as unknown as StatementError;
    cause = (cause as { cause?: unknown }).cause;
  }
  return undefined;
}

/**
 * The line (from 1) of `text` that an error's `position` in `statement` points at, where `text` stands in the
 * statement as it is. Undefined when the server named no place, or one outside the text.
 */
export function lineInStatement(error: unknown, statement: string, text: string): number | undefined {
  const position = Number(serverErrorOf(error)?.position ?? Number.NaN);
  const start = statement.indexOf(text);
  if (!(position >= 1) || start < 0) return undefined;
  // PostgreSQL counts characters, JavaScript halves of some.
  const before = [...statement].slice(0, position - 1).join('').length;
  if (before < start || before > start + text.length) return undefined;
  return statement.slice(start, before).split('\n').length;
}
