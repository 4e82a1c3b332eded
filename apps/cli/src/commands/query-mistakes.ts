import { classifyDatabaseError, sqlstateOf } from '@acme/db';
import { AccessDeniedError, UsageError } from '@acme/errors';

/** What statements that read begin with. Whatever else they hold, the server lets them write nothing. */
const reading = ['select', 'with', 'values', 'table', 'show', 'explain'];

/** Blanks, comments (block comments as far as they do not nest) and opening parentheses. */
const beforeStatement = /^(?:\s|\(|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/;

/**
 * Refuses what cannot be meant to read: commands that end the transaction, or that the server allows in one that only
 * reads, such as `copy … to program`, `do`, `call`, `set`, `notify`, `lock` and `discard`.
 * @throws UsageError
 */
export function requireReading(sql: string): void {
  const statement = sql.slice(beforeStatement.exec(sql)![0].length);
  const word = /^[a-z_]*/i.exec(statement)![0].toLowerCase();
  if (reading.includes(word)) return;
  throw new UsageError(
    statement.trim() === '' || word === ''
      ? 'the query has no statement that begins with a word'
      : `the query was refused: ${word} is not among what a read-only query begins with`,
    `begin it with one of ${reading.join(', ')}; it reads and never writes`,
  );
}

/**
 * What goes wrong on the server's side of a right statement; all else is the statement's, internal errors (XX000) and
 * connections that it opens itself (08) included.
 */
const serversSide = /^(28|3D|40|53|55|57|58|F0|XX00[12])/;

/**
 * What the server says of a statement that its reader typed, in full, with its place: unlike an error of a job's it repeats
 * nothing but that text and what the reader may select.
 */
export function tellMistake(error: unknown, sql: string): unknown {
  if ((error as NodeJS.ErrnoException).code === 'ERR_STRING_TOO_LONG')
    return new UsageError(
      'a value of the result is too long to be shown',
      'select a part of it: left(…, 1000)',
    );
  const code = sqlstateOf(error);
  if (!(error instanceof Error) || !('severity' in error) || code === undefined || serversSide.test(code))
    return classifyDatabaseError(error, 'warehouse');
  const { message, position, hint } = error as Error & { position?: string; hint?: string };
  if (code === '42601' && /multiple commands/.test(message) && position === undefined)
    return new UsageError('query takes one statement, and these are several', 'give them one at a time');
  const told = `the query was refused: ${message} (${code})${place(sql, position)}`;
  if (code === '42501')
    return new AccessDeniedError(
      told,
      'have it granted to the role that queries, or query what that role may select',
      {
        cause: error,
      },
    );
  return new UsageError(told, hint ? `the server's hint: ${hint}` : 'acme-etl status lists the tables');
}

/** Where in the text, as the server counts it: in characters, from 1 on. */
function place(sql: string, position: string | undefined): string {
  if (position === undefined) return '';
  const before = Array.from(sql)
    .slice(0, Number(position) - 1)
    .join('');
  const lines = before.split('\n');
  const column = Array.from(lines.at(-1)!).length + 1;
  return lines.length === 1 && !sql.includes('\n')
    ? ` at character ${column}`
    : ` at line ${lines.length}, character ${column}`;
}
