import { redact } from '@acme/errors';

/**
 * SQLSTATE classes whose messages name objects and settings, never row values: connection (08), feature
 * (0A), transaction state (25), access (28, 3D), rollback (40), syntax and names (42), resources (53),
 * object state (55), operator intervention (57), system (58).
 */
const harmlessClasses = new Set(['08', '0A', '25', '28', '3D', '40', '42', '53', '55', '57', '58']);

const harmlessFields = [
  'code',
  'severity',
  'schema',
  'table',
  'column',
  'constraint',
  'position',
  'routine',
] as const;

export interface PostgresError extends Error {
  readonly code: string;
  readonly severity: string;
}

/** An error that a PostgreSQL server sent, whichever client class carries it. */
export function isPostgresError(error: Error): error is PostgresError {
  return (
    'severity' in error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^[0-9A-Z]{5}$/.test(error.code)
  );
}

/**
 * What of it may be logged. `detail`, `hint`, `where` and `internalQuery` repeat row values, and so do the
 * messages of data errors (`invalid input syntax for type integer: "…"`).
 */
export function describePostgresError(error: PostgresError): Record<string, unknown> {
  const given = error as unknown as Record<string, unknown>;
  const fields = harmlessFields
    .filter((field) => given[field] !== undefined)
    .map((field) => [field, given[field]]);
  return {
    name: error.name,
    ...Object.fromEntries(fields),
    ...(harmlessClasses.has(error.code.slice(0, 2)) ? { message: redact(error.message) } : {}),
  };
}
