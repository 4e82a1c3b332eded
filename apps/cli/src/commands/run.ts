import { oneOf, required } from '@acme/command-line';
import { readRunArguments, runOptions } from '@acme/config';
import { shownArgument, UsageError, type OperatorError } from '@acme/errors';
import { nearest } from '@acme/command-line';
import { allJobs } from '@acme/jobs';
import { runProcess } from '@acme/runner';
import { command } from '../command';

const names = ['all', ...allJobs.map(({ name }) => name)];
const nameOne = `name one of: ${names.join(', ')}`;
const job = oneOf('JOB', names, 'the job, or all of them at the same time');

/** Runs one job or all of them. What is wrong with its arguments ends it as a run ends. */
export const run = command({
  name: 'run',
  summary: 'run all jobs, or one: load what changed, recompute the tables that it reaches',
  details: `Without an option it does everything due: all changes since the last run, every stale day. With days it reads
the rows of these days again and recomputes exactly them.`,
  options: runOptions,
  arguments: { job: required({ ...job, read: readJob }, 'no job is named', nameOne) },
  endsItself: true,
  action: ({ job: name, ...options }) =>
    runProcess(
      `acme-etl run ${name}`,
      name === 'all' ? allJobs : allJobs.filter((each) => each.name === name),
      () => readRunArguments(options),
      'person',
    ),
});

/** Ends a run whose arguments are wrong: where a termination message is written, it tells why. */
export const refuseRun = (error: OperatorError): Promise<void> =>
  runProcess(
    'acme-etl run',
    [],
    () => {
      throw error;
    },
    'person',
  );

function readJob(given: string): string {
  if (names.includes(given)) return given;
  const meant = nearest(given, names);
  throw new UsageError(
    `there is no job ${shownArgument(given)}`,
    `${meant ? `did you mean ${meant}? ` : ''}${nameOne}`,
  );
}
