import { ExitCode, UsageError } from '@acme/errors';
import { parseCommandLine } from '@acme/command-line';
import { parseRunArguments, runSyntax } from '../src';

/** The error with which arguments are refused. */
function refusal(...argv: string[]): UsageError {
  try {
    parseRunArguments(argv);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

test('no arguments ask for everything due', () => {
  expect(parseRunArguments([])).toEqual({
    fullRefresh: false,
    dryRun: false,
    shadow: false,
  });
});

test('--date is a range of one day', () => {
  expect(parseRunArguments(['--date', '2024-02-29']).days).toEqual({ from: '2024-02-29', to: '2024-02-29' });
});

test('--from and --to include both days', () => {
  const { days } = parseRunArguments(['--from=2026-11-01', '--to', '2026-11-03', '--dry-run']);
  expect(days).toEqual({ from: '2026-11-01', to: '2026-11-03' });
});

test('the other options are read', () => {
  expect(parseRunArguments(['--full-refresh', '--dry-run', '--log-level', 'DEBUG'])).toEqual({
    fullRefresh: true,
    dryRun: true,
    shadow: false,
    logLevel: 'debug',
  });
});

test.each([
  '2026-02-29',
  '2026-13-01',
  '2026-11-31',
  '20261120',
  '2026-1-2',
  'yesterday',
  '2026-11-20T00:00:00Z',
])('%s is not a valid date', (day) => expect(refusal('--date', day).message).toContain('not a valid date'));

test.each([
  ['--from without --to', ['--from', '2026-11-01'], 'go together'],
  ['--to without --from', ['--to', '2026-11-01'], 'go together'],
  ['a range that ends before it starts', ['--from', '2026-11-02', '--to', '2026-11-01'], 'lies after'],
  ['--date with --from', ['--date', '2026-11-01', '--from', '2026-11-01'], '--date excludes'],
  ['--full-refresh with a day', ['--full-refresh', '--date', '2026-11-01'], 'exclude each other'],
  ['an option that swallows the next', ['--date', '--dry-run'], '--date needs a value'],
  ['an option without its value', ['--log-level'], '--log-level needs a value'],
  ['a value for a switch', ['--dry-run=false'], '--dry-run takes no value'],
  ['an option given twice', ['--date', '2026-11-01', '--date', '2026-11-02'], 'given twice'],
  ['an argument that is no option', ['users'], 'unexpected argument users'],
  ['an argument after --', ['--', 'users'], 'unexpected argument users'],
  ['an unknown level', ['--log-level', 'loud'], 'does not know loud'],
  ['a name every object has', ['--toString'], 'unknown option --toString'],
])('%s is refused', (_, argv, message) => {
  const error = refusal(...argv);
  expect(error.message).toContain(message);
  expect(error.instruction).not.toBe('');
  expect(error.exitCode).toBe(ExitCode.usage);
});

test.each([
  ['--dryrun', '--dry-run'],
  ['--full-refesh', '--full-refresh'],
  ['--form', '--from'],
])('%s is answered with %s', (typed, meant) => {
  expect(refusal(typed).instruction).toContain(`did you mean ${meant}?`);
});

test('an option that is like none gets no guess', () => {
  expect(refusal('--wibblewobble').instruction).not.toContain('did you mean');
});

test.each([['--help'], ['-h']])('%s wins over whatever else is wrong with the values', (help) => {
  expect(parseCommandLine(runSyntax('users'), 'dev', [help, '--date', 'x'])).toMatchObject({ kind: 'text' });
});

test('the help names every option and every exit code', () => {
  const parsed = parseCommandLine(runSyntax('users'), 'dev', ['--help']);
  const help = parsed.kind === 'text' ? parsed.text : '';
  for (const option of ['--date', '--from', '--to', '--full-refresh', '--dry-run', '--log-level', '--help']) {
    expect(help).toContain(option);
  }
  const [, codes = ''] = help.split('Exit codes:');
  for (const code of Object.values(ExitCode)) expect(codes).toMatch(new RegExp(`\\b${code}\\s`));
});

test('a comparison is recorded, so it is no dry run', () => {
  expect(parseRunArguments(['--shadow']).shadow).toBe(true);
  expect(() => parseRunArguments(['--shadow', '--dry-run'])).toThrow(/--dry-run writes nothing/);
});
