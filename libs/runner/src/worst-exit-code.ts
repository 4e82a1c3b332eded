import { ExitCode } from '@acme/errors';

/** The code that asks most of the operator; a stop on request is told as such. */
export function worstExitCode(codes: readonly ExitCode[], stopped: boolean): ExitCode {
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
