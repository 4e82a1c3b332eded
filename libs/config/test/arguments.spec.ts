import { UsageError } from '@acme/errors';
import { parseRunArguments } from '../src';

it('takes a day, a range, and flags', () => {
  expect(parseRunArguments([])).toEqual({ fullRefresh: false, dryRun: false, help: false });
  expect(parseRunArguments(['--date', '2024-02-29', '--dry-run'])).toMatchObject({ days: { from: '2024-02-29', to: '2024-02-29' }, dryRun: true });
  expect(parseRunArguments(['--from=2026-11-01', '--to=2026-11-07', '--log-level', 'debug'])).toMatchObject({
    days: { from: '2026-11-01', to: '2026-11-07' },
    logLevel: 'debug',
  });
});

it.each([
  [['--dat', '2026-01-01'], /unknown option --dat/],
  [['yesterday'], /unexpected argument yesterday/],
  [['--date'], /--date needs a value/],
  [['--date', '2026-13-40'], /no day of the calendar/],
  [['--date', '2026-02-29'], /no day of the calendar/],
  [['--date', '20261101'], /no day of the calendar/],
  [['--from', '2026-11-02', '--to', '2026-11-01'], /lies after/],
  [['--from', '2026-11-02'], /go together/],
  [['--date', '2026-11-02', '--to', '2026-11-03'], /excludes/],
  [['--full-refresh', '--date', '2026-11-02'], /exclude each other/],
  [['--log-level', 'loud'], /does not know loud/],
  [['--dry-run=yes'], /takes no value/],
])('refuses %j and says what to do', (argv, message) => {
  let error: unknown;
  try {
    parseRunArguments(argv);
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(UsageError);
  expect((error as UsageError).message).toMatch(message);
  expect((error as UsageError).instruction).not.toBe('');
});
