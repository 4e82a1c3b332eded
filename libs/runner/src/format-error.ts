import { describeError } from '@acme/errors';

/** One line for the operator. Of anything unforeseen only the class: its message may hold row values. */
export function formatError(program: string, error: unknown): string {
  const { name, message, instruction, code } = describeError(error);
  if (message !== undefined) return `${program}: ${`${message}; ${instruction}`.replace(/\s*\n\s*/g, ' ')}`;
  return `${program}: unforeseen ${name}${code ? ` (${code})` : ''}; the log has the details, please report it`;
}
