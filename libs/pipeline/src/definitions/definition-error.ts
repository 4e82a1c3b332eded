import { ExitCode, OperatorError } from '@acme/errors';

/**
 * A mistake of a definition's author: in its YAML, its SQL or its checks (exit 78). The message begins
 * with the file, and the line where it is known. Nothing in it comes from a row.
 */
export class DefinitionError extends OperatorError {
  readonly exitCode = ExitCode.configuration;

  constructor(place: string, mistake: string, options?: { cause?: unknown }) {
    super(
      `${place}: ${mistake}`,
      'correct the file, then run again; what was published stays as it was',
      options,
    );
  }
}
