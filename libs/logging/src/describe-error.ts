import { OperatorError, exitCodeOf } from '@acme/errors';
import { hidePasswords } from './hide-passwords';

/**
 * SQLSTATE classes whose messages name objects and settings, never row values: connection (08), feature
 * (0A), transaction state (25), access (28, 3D), rollback (40), syntax and names (42), resources (53),
 * object state (55), operator intervention (57), system (58).
 */
const harmlessClasses = new Set(['08', '0A', '25', '28', '3D', '40', '42', '53', '55', '57', '58']);

const maxCauses = 5;

/**
 * An error as it may be logged. PostgreSQL puts row values into `detail`, `where` and the messages of data
 * errors: of those only code and names stay.
 */
export function describeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const cause = error.cause !== undefined && depth < maxCauses ? { cause: describeError(error.cause, depth + 1) } : {};
  if (error instanceof OperatorError) {
    return {
      name: error.name,
      message: hidePasswords(error.message),
      instruction: error.instruction,
      exitCode: exitCodeOf(error),
      ...cause,
    };
  }
  if (isPostgresError(error)) {
    const { code, severity, schema, table, column, constraint, position, routine } = error;
    const harmless = harmlessClasses.has(code.slice(0, 2));
    return { name: error.name, code, severity, schema, table, column, constraint, position, routine, ...(harmless ? { message: hidePasswords(error.message) } : {}), stack: frames(error), ...cause };
  }
  const code = (error as { code?: unknown }).code;
  return { name: error.name, ...(typeof code === 'string' ? { code } : {}), message: hidePasswords(error.message), stack: frames(error), ...cause };
}

interface PostgresError extends Error {
  code: string;
  severity: string;
  schema?: string;
  table?: string;
  column?: string;
  constraint?: string;
  position?: string;
  routine?: string;
}

function isPostgresError(error: Error): error is PostgresError {
  return 'severity' in error && 'code' in error && typeof error.code === 'string' && error.code.length === 5;
}

/** The stack without its head, which repeats the message. */
function frames(error: Error): string[] {
  return (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).map((line) => line.trim());
}
