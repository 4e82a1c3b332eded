import { AccessDeniedError, DatabaseUnavailableError, OperatorError } from '@acme/errors';

/** The SQLSTATE of a PostgreSQL error, or the errno name of a socket error; undefined for anything else. */
export function sqlstateOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ENOENT',
]);
const denied = new Set(['28000', '28P01', '42501']);
/** 57P01-03: shut down, starting up; 53300: too many connections; class 08: connection; 3D000: no such database. */
const unavailable = new Set(['57P01', '57P02', '57P03', '57P05', '53300']);

/** True when trying again later may succeed without anyone changing anything. */
export function isTransient(error: unknown): boolean {
  const code = sqlstateOf(error);
  if (code) return unreachable.has(code) || unavailable.has(code) || code.startsWith('08');
  return (
    error instanceof Error && /connection terminated|timeout expired|connection error/i.test(error.message)
  );
}

/** PostgreSQL's refusal under row_security = off; the routine's name is the same in every language. */
const hidesRows = (error: unknown): boolean =>
  sqlstateOf(error) === '42501' && (error as { routine?: string }).routine === 'check_enable_rls';

/**
 * Turns what the driver throws into an error with an instruction, where there is one; anything else comes
 * back as it was. `name` says which database, by its role (`warehouse`, `users`), never by its URL.
 */
export function classifyDatabaseError(error: unknown, name: string): unknown {
  if (error instanceof OperatorError) return error;
  const code = sqlstateOf(error);
  const tail = code ? ` (${code})` : '';
  if (hidesRows(error)) {
    const [, table] = /["«„](.+?)["»“]/.exec((error as Error).message) ?? [];
    return new AccessDeniedError(
      `row-level security hides rows of ${table ? `table ${table}` : 'a table'} of the ${name} database from its role (42501): it must see all of them`,
      `give the role BYPASSRLS (alter role … bypassrls), or read through a view whose owner no policy binds (without security_invoker); nothing was read`,
      { cause: error },
    );
  }
  if (code && denied.has(code)) {
    return new AccessDeniedError(
      `the ${name} database denied access${tail}`,
      `check user, password and grants of the ${name} database's URL`,
      { cause: error },
    );
  }
  if (code === '3D000') {
    return new DatabaseUnavailableError(
      `the ${name} database does not exist (3D000)`,
      `create it, or correct the name in the ${name} database's URL`,
      { cause: error },
    );
  }
  if (isTransient(error)) {
    return new DatabaseUnavailableError(
      `the ${name} database cannot be reached${tail}`,
      `check that it runs and that host and port of the ${name} database's URL are right, then run again`,
      { cause: error },
    );
  }
  return error;
}
