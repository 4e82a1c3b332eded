import { serverErrorOf } from '@acme/db';
import { DataRefusedError, ExitCode, OperatorError } from '@acme/errors';
import { ChecksFailedError } from './checks';
import { DefinitionError } from '../definitions/definition-error';
import { LockWaitError } from './lock-wait';
import type { MetricDefinition } from '../definitions/metric-definition';
import { lineOfMistake, partAtWork } from '../definitions/statement-part';

/** What a query threw on the rows of a table: refused, with the slice in which they are (exit 65). */
export class TableRefusedError extends DataRefusedError {
  constructor(
    readonly table: string,
    readonly rule: string,
    readonly sqlstate: string,
    slice: string,
    options?: { cause?: unknown },
  ) {
    super(
      `${table}: ${slice}: ${rule}`,
      'the published rows stay as they were, and so do those of the tables that read it; look at the facts behind that slice, then run again',
      options,
    );
  }
}

/** Several tables could not be published, for different reasons; the exit code is that of the gravest. */
export class TablesFailedError extends OperatorError {
  readonly exitCode: ExitCode;

  constructor(readonly failures: readonly OperatorError[]) {
    const gravest = [...failures].sort((a, b) => gravity(a) - gravity(b))[0]!;
    super(failures.map(({ message }) => message).join('; '), gravest.instruction);
    this.exitCode = gravest.exitCode;
  }
}

const order: readonly ExitCode[] = [
  ExitCode.configuration,
  ExitCode.dataRefused,
  ExitCode.databaseUnavailable,
  // Another job has to run first.
  ExitCode.lockHeld,
];
const gravity = ({ exitCode }: OperatorError) => order.indexOf(exitCode);

/** The failures of a run's tables as one error. */
export function together(failures: readonly OperatorError[]): OperatorError {
  if (failures.length === 1) return failures[0]!;
  const checks = failures.filter((failure) => failure instanceof ChecksFailedError);
  if (checks.length === failures.length)
    return new ChecksFailedError(checks.flatMap((failure) => failure.failures));
  return new TablesFailedError(failures);
}

/** What stops one table and those that read it, and not the run. */
export const stopsTableOnly = (error: unknown): error is OperatorError =>
  error instanceof ChecksFailedError ||
  error instanceof DefinitionError ||
  error instanceof TableRefusedError ||
  error instanceof LockWaitError;

/** SQLSTATE classes of what rows do to a statement: cardinality, data, constraints, limits, raised by functions. */
const dataClasses = ['21', '22', '23', '54', 'P0'];

/** Whether a statement of the table failed by the rows it met; then another choice of slices may pass. */
export const isDataFailure = (error: unknown): boolean => {
  const failure = serverErrorOf(error);
  return (
    failure !== undefined && failure.position === undefined && dataClasses.includes(failure.code.slice(0, 2))
  );
};

/**
 * The author's mistake behind a failure of one of the table's own statements, with file and line; undefined for
 * any other failure.
 */
export function mistakeOf(definition: MetricDefinition, error: unknown): DefinitionError | undefined {
  const failure = serverErrorOf(error);
  if (!failure) return undefined;
  const kind = failure.code.slice(0, 2);
  const ofStatement = (kind === '42' && failure.code !== '42501') || kind === '0A';
  // A server names a place in the statement for what is wrong before any row is met: '2026-13-01'::date.
  const ofConstant = kind === '22' && failure.position !== undefined;
  if (!ofStatement && !ofConstant) return undefined;
  const place = lineOfMistake(definition, failure);
  // Messages of these classes name identifiers; those of class 22 repeat the constant, which the place shows.
  const what = ofStatement ? failure.message : `a constant that is none of its type`;
  return place === undefined
    ? undefined
    : new DefinitionError(place, `${what} (${failure.code})`, { cause: error });
}

/** What broke, in words without values: which part of the definition was at work, and the rule. */
export function ruleBroken(definition: MetricDefinition, error: unknown): { rule: string; sqlstate: string } {
  const { code, constraint } = serverErrorOf(error)!;
  const what = rules[code] ?? rules[code.slice(0, 2)]!;
  const of = constraint ? ` (${constraint})` : '';
  return { rule: `${partAtWork(definition, error)}: ${what}${of} (${code})`, sqlstate: code };
}

const rules: Record<string, string> = {
  '21': 'a subquery gave more than one row',
  '22': 'a value that the query cannot work with',
  '22003': 'a number beyond what its type holds',
  '22007': 'a text that is no date or time',
  '22008': 'a date or time beyond what its type holds',
  '22012': 'a division by zero',
  '22P02': 'a text that is no value of its type',
  '23': 'a row that breaks a constraint of the table',
  '23502': 'a NULL where the table has none',
  '23505': 'a row that is there twice',
  '54': 'a value beyond a limit of the server, such as one too long for an index',
  P0: 'a function refused a value',
};
