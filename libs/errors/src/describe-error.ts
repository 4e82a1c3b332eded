import { OperatorError } from './errors';
import { redact } from './redact';
import { visibleLines } from './visible';

/** What may be kept and shown of an error. */
export interface DescribedError {
  readonly name: string;
  readonly message?: string;
  readonly instruction?: string;
  /** SQLSTATE, or a code of Node.js. */
  readonly code?: string;
}

/**
 * An OperatorError in full, without passwords and with control characters made visible; of anything unforeseen only
 * class and code, since its message may hold row values.
 */
export function describeError(error: unknown): DescribedError {
  if (error instanceof OperatorError)
    return {
      name: error.name,
      message: visibleLines(redact(error.message)),
      instruction: visibleLines(redact(error.instruction)),
    };
  const code = (error as { code?: unknown } | undefined)?.code;
  return {
    name: visibleLines(error instanceof Error ? error.name : 'Error'),
    ...(typeof code === 'string' ? { code: visibleLines(code) } : {}),
  };
}
