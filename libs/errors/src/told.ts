import { OperatorError } from './errors';

/** What may be kept and shown of an error. */
export interface ToldError {
  readonly name: string;
  readonly message?: string;
  readonly instruction?: string;
  /** SQLSTATE, or a code of Node.js. */
  readonly code?: string;
}

/** An OperatorError in full; of anything unforeseen only class and code, since its message may hold row values. */
export function tellError(error: unknown): ToldError {
  if (error instanceof OperatorError)
    return { name: error.name, message: error.message, instruction: error.instruction };
  const code = (error as { code?: unknown } | undefined)?.code;
  return {
    name: error instanceof Error ? error.name : 'Error',
    ...(typeof code === 'string' ? { code } : {}),
  };
}
