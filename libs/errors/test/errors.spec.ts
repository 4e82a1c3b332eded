import * as errors from '../src';
import { ExitCode, exitCodeOf } from '../src';

it.each([
  [errors.UsageError, 64],
  [errors.DataRefusedError, 65],
  [errors.DatabaseUnavailableError, 69],
  [errors.LockHeldError, 75],
  [errors.AccessDeniedError, 77],
  [errors.ConfigurationError, 78],
])('%p ends a process with %i and keeps name, instruction and cause', (ErrorClass, code) => {
  const cause = new Error('below');
  const error = new ErrorClass('what', 'what to do', { cause });
  expect(error).toMatchObject({ name: ErrorClass.name, message: 'what', instruction: 'what to do', cause });
  expect(exitCodeOf(error)).toBe(code);
});

it('ends a process that was stopped with 143, whatever else it has to say', () => {
  const cause = new Error('below');
  expect(new errors.StoppedError({ cause })).toMatchObject({ name: 'StoppedError', exitCode: 143, cause });
  expect(new errors.StoppedError({ message: 'half way' })).toMatchObject({
    message: 'half way',
    instruction: 'run again to go on',
  });
});

it('takes everything else for unforeseen', () => {
  expect([exitCodeOf(new Error('x')), exitCodeOf('x'), exitCodeOf(undefined)]).toEqual([1, 1, 1]);
  expect(exitCodeOf(new errors.ContractError('x', ['a'], 'y'))).toBe(ExitCode.dataRefused);
});
