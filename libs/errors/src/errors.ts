import { ExitCode } from './exit-code';

/**
 * An error whose reader is the operator: `message` says what is wrong, `instruction` what to do about
 * it. Neither may hold a value from a source row. Its class decides the exit code.
 */
export abstract class OperatorError extends Error {
  abstract readonly exitCode: ExitCode;

  constructor(
    message: string,
    readonly instruction: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Bad arguments or dates (exit 64). */
export class UsageError extends OperatorError {
  readonly exitCode = ExitCode.usage;
}

/** A setting is missing or wrong (exit 78). */
export class ConfigurationError extends OperatorError {
  readonly exitCode = ExitCode.configuration;
}

/** The source no longer looks like its model (exit 65). `differences` lists all of them, one a line. */
export class ContractError extends OperatorError {
  readonly exitCode = ExitCode.dataRefused;

  constructor(
    message: string,
    readonly differences: readonly string[],
    instruction: string,
  ) {
    super(message, instruction);
  }
}

/** Data was refused by a check, by conservation, or by the quarantine limit (exit 65). */
export class DataRefusedError extends OperatorError {
  readonly exitCode = ExitCode.dataRefused;
}

/** A database could not be reached, or went away, after retries (exit 69). */
export class DatabaseUnavailableError extends OperatorError {
  readonly exitCode = ExitCode.databaseUnavailable;
}

/** A database denied access (exit 77). */
export class AccessDeniedError extends OperatorError {
  readonly exitCode = ExitCode.accessDenied;
}

/** Another run holds the job's lock (exit 75). */
export class LockHeldError extends OperatorError {
  readonly exitCode = ExitCode.lockHeld;
}

/** The run was asked to stop and did, with everything committed so far intact (exit 143). */
export class StoppedError extends OperatorError {
  readonly exitCode = ExitCode.stopped;

  constructor(options: { message?: string; cause?: unknown } = {}) {
    super(
      options.message ?? 'stopped on request; everything committed so far stays',
      'run again to go on',
      options.cause === undefined ? undefined : { cause: options.cause },
    );
  }
}

/** The exit code an error stands for. Anything that is no OperatorError is unforeseen. */
export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof OperatorError ? error.exitCode : ExitCode.unforeseen;
}
