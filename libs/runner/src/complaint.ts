import { ExitCode, tellError } from '@acme/errors';

/** One line for the operator. Of anything unforeseen only the class: its message may hold row values. */
export function complaint(program: string, error: unknown): string {
  const { name, message, instruction, code } = tellError(error);
  if (message !== undefined) return `${program}: ${`${message}; ${instruction}`.replace(/\s*\n\s*/g, ' ')}`;
  return `${program}: unforeseen ${name}${code ? ` (${code})` : ''}; the log has the details, please report it`;
}

/** The code that asks most of the operator; a stop on request is told as such. */
export function worst(codes: readonly ExitCode[], stopped: boolean): ExitCode {
  if (stopped) return ExitCode.stopped;
  const order = [
    ExitCode.unforeseen,
    ExitCode.configuration,
    ExitCode.accessDenied,
    ExitCode.dataRefused,
    ExitCode.usage,
    ExitCode.databaseUnavailable,
    ExitCode.lockHeld,
  ];
  return order.find((code) => codes.includes(code)) ?? ExitCode.ok;
}
