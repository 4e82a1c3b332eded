import { isNativeError } from 'node:util/types';
import { OperatorError, redact } from '@acme/errors';
import { describePostgresError, isPostgresError } from './postgres-error';

const maxDepth = 5;

/** True for errors of other realms too, such as those of Node's own modules under Jest. */
export const isError = (value: unknown): value is Error => value instanceof Error || isNativeError(value);

/**
 * An error as it may be logged: no row values, no passwords, causes by the same rule, and a stack only where
 * nobody foresaw the error.
 */
export function serializeError(error: unknown): Record<string, unknown> {
  return describe(error, { depth: 0, foreseen: false });
}

interface Place {
  readonly depth: number;
  /** Beneath an OperatorError, which tells all that its reader needs. */
  readonly foreseen: boolean;
}

function describe(error: unknown, { depth, foreseen: above }: Place): Record<string, unknown> {
  // A thrown value that is no error may be a row.
  if (!isError(error)) return { name: typeof error };
  const foreseen = above || error instanceof OperatorError;
  const inner = { depth: depth + 1, foreseen };
  const deeper = depth < maxDepth;
  return {
    ...describeOne(error),
    ...(foreseen ? {} : { stack: frames(error) }),
    ...(deeper && error.cause !== undefined ? { cause: describe(error.cause, inner) } : {}),
    ...(deeper && hasErrors(error)
      ? { errors: error.errors.slice(0, maxDepth).map((one) => describe(one, inner)) }
      : {}),
  };
}

function describeOne(error: Error): Record<string, unknown> {
  if (error instanceof OperatorError) {
    const { name, message, instruction, exitCode } = error;
    const differences = 'differences' in error ? { differences: error.differences } : {};
    return {
      name,
      message: redact(message),
      instruction: redact(instruction),
      exitCode,
      ...differences,
    };
  }
  if (isPostgresError(error)) return describePostgresError(error);
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  // JSON.parse and BigInt repeat the text they could not read: a row's value, or a key.
  if (error.name === 'SyntaxError') return { name: error.name, ...code };
  return { name: error.name, ...code, message: redact(error.message) };
}

/** An AggregateError: what a refused connection is where a host name has several addresses. */
const hasErrors = (error: Error): error is Error & { errors: unknown[] } =>
  'errors' in error && Array.isArray(error.errors);

/** The stack without its head, the message, which may have lines that look like frames. */
function frames(error: Error): string[] {
  const stack = error.stack ?? '';
  const start = stack.indexOf(error.message);
  if (start < 0) return [];
  return stack
    .slice(start + error.message.length)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '));
}
