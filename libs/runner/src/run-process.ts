import { loadConfigFromProcess, terminationLogFile, withDays, type RunArguments } from '@acme/config';
import { ExitCode, exitCodeOf, OperatorError, StoppedError } from '@acme/errors';
import { createLogger } from '@acme/logging';
import type { Job } from '@acme/pipeline';
import { formatError } from './format-error';
import { worstExitCode } from './worst-exit-code';
import type { Audience } from './presentation';
import { runJobs } from './run-jobs';
import { stopOnSignals } from './stop-signals';
import { writeTerminationMessage, type EndedRun, type ProcessEnd } from './termination-message';
import { sayAside } from './ways-out';

/**
 * A process that runs jobs once and ends with the worst exit code. Several jobs run at the same time as far
 * as they do not wait for each other, and one job's failure does not stop the others. What is wrong with the arguments
 * is thrown by `given`, and ends the process like all else.
 */
export async function runProcess(
  program: string,
  jobs: readonly Job[],
  given: () => RunArguments,
  audience: Audience = 'container',
): Promise<void> {
  const exitCodes: ExitCode[] = [];
  const complain = (name: string, error: unknown) => {
    sayAside(formatError(name, error));
    exitCodes.push(exitCodeOf(error));
  };
  let days: ProcessEnd['days'];
  const ended = new Map<string, EndedRun>(jobs.map(({ name }) => [name, { job: name }]));
  let failure: unknown;
  const writeEnd = (exitCode: ExitCode, error: unknown) => {
    const file = terminationLogFile();
    const end = {
      exitCode,
      ...(days ? { days } : {}),
      runs: [...ended.values()],
      ...(error === undefined ? {} : { error }),
    };
    return file ? writeTerminationMessage(file, end) : undefined;
  };
  const stop = stopOnSignals(() => {
    const error = new StoppedError();
    sayAside(formatError(program, error));
    writeEnd(ExitCode.stopped, error);
  });
  try {
    const asked = given();
    const config = loadConfigFromProcess();
    const parsed = withDays(asked, config);
    days = parsed.days;
    const { signal } = stop;
    await runJobs({ program, jobs, config, arguments: parsed, audience, signal, ended, complain });
  } catch (error) {
    failure = error;
    if (!(error instanceof OperatorError))
      createLogger({ level: 'error' }).error({ err: error }, 'unforeseen');
    complain(program, error);
  } finally {
    const exitCode = worstExitCode(exitCodes, stop.signal.aborted);
    process.exitCode = exitCode;
    const trouble = writeEnd(exitCode, failure);
    if (trouble)
      createLogger({ level: 'warn' }).warn({ err: trouble }, 'the termination message could not be written');
  }
}
