import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from '../src/program';
import type { Command } from '../src/command';

// No database can be reached from here: what is asked of one ends otherwise than 0 or 64.
const folder = mkdtempSync(join(tmpdir(), 'acme-command-line-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const main = (app: string) => join(__dirname, '../..', app, 'dist/main.js');

function run(app: string, argv: readonly string[], settings: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main(app), ...argv], {
    cwd: folder,
    env: { PATH: process.env.PATH, WAREHOUSE_DATABASE_URL: 'postgres://127.0.0.1:1/none', ...settings },
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}
const cli = (...argv: string[]) => run('cli', argv);

/** The words that lead to each command, groups included. */
const paths = (command: Command): string[][] =>
  (command.commands ?? []).flatMap((each) => [
    [each.name],
    ...paths(each).map((below) => [each.name, ...below]),
  ]);
const required: Record<string, string[]> = {
  run: ['all'],
  query: ['select 1'],
  try: ['order_daily'],
  completion: ['bash'],
};

describe.each(paths(program).map((path) => [path.join(' '), path] as const))('%s', (_, path) => {
  it('prints help, whatever else is asked, and does nothing else', () => {
    const { code, stdout, stderr } = cli(...path, '--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^Usage: acme-etl ${path.join(' ')}\\b`));
  });

  it('refuses an option that it does not have', () => {
    const { code, stdout, stderr } = cli(...path, ...(required[path.join(' ')] ?? []), '--no-such-thing');
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr).toMatch(/^acme-etl\S*( run)?: unknown option --no-such-thing; .*(takes|lists)/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('refuses a word too many, or a word that it does not know', () => {
    const { code, stdout, stderr } = cli(...path, ...(required[path.join(' ')] ?? []), 'one', 'two');
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

it('lists every command where none is named, and on help', () => {
  const { code, stdout } = cli();
  expect(cli('help').stdout).toBe(stdout);
  expect(cli('help', 'cutover', 'check').stdout).toBe(cli('cutover', 'check', '-h').stdout);
  expect(code).toBe(0);
  for (const { name } of program.commands!) expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
});

it.each([
  [['statsu'], /unknown command statsu; did you mean status\?/],
  [['nonsense', '--help'], /unknown command nonsense; acme-etl help lists the commands/],
  [['help', 'nonsense'], /unknown command nonsense/],
  [['--verbose', 'status'], /unknown option --verbose/],
  [['status', 'nonsense'], /unexpected argument nonsense; acme-etl status takes no argument/],
  [['cutover', 'chek'], /cutover has no command chek; did you mean check\?/],
  [['cutover', 'check', 'json'], /unexpected argument json; did you mean --json\?/],
  [['run', 'user-analytic'], /there is no job user-analytic; did you mean user-analytics\?/],
  [['run', 'all', '--full-refesh'], /unknown option --full-refesh; did you mean --full-refresh\?/],
  [['run', 'all', '--dry-run', '--dry-run'], /--dry-run is given twice/],
  [['migrate', '--dry-run'], /unknown option --dry-run; acme-etl migrate takes no option/],
  [['run'], /no job is named; name one of: all, /],
  [['run', 'all', '--date', '2026-02-30'], /2026-02-30 is not a valid date/],
  [['query'], /query takes one statement/],
  [['history', '0'], /history takes a number of runs, from 1 to 99999/],
  [['query', '--rows', '-1', 'select 1'], /--rows needs a value/],
  [['completion', 'fish'], /name bash or zsh/],
])('%j ends with 64 and what was probably meant', (argv, line) => {
  const { code, stdout, stderr } = cli(...argv);
  expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
  expect(stderr).toMatch(line);
});

it('takes a query that begins with a comment for no option', () => {
  expect(cli('query', '-- what for\ndelete from core.users').stderr).toMatch(/delete is not among/);
});

it('a job has the options of acme-etl run, and refuses in the same words', () => {
  const options = (help: string) => help.slice(help.indexOf('Options:')).replace(/^ +--version .*\n/m, '');
  expect(options(run('user-analytics', ['--help']).stdout)).toBe(options(cli('run', '--help').stdout));
  const refused = run('user-analytics', ['--dat', '2026-11-20']);
  expect(refused.code).toBe(64);
  expect(refused.stderr).toBe(
    'user-analytics: unknown option --dat; did you mean --date? user-analytics --help lists all options\n',
  );
});

it.each(['user-analytics', 'cli'])('%s tells in the termination message why it did not run', (app) => {
  const file = join(folder, `${app}.json`);
  const argv = app === 'cli' ? ['run', 'all', '--shaddow'] : ['--shaddow'];
  expect(run(app, argv, { TERMINATION_LOG_FILE: file }).code).toBe(64);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    exitCode: 64,
    error: { message: 'unknown option --shaddow' },
  });
});

it.each([
  ['acme-etl', 'cli'],
  ['user-analytics', 'user-analytics'],
])('%s says its version, and the commit it was built from', (name, app) => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8')) as {
    version: string;
  };
  const { code, stdout } = run(app, ['--version']);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    new RegExp(`^${name} ${version.replaceAll('.', '\\.')}( \\([0-9a-f]{12}(, changed)?\\))?\n$`),
  );
});

it.each(['--help', 'roles', 'completion bash'])('%s ends quietly when nothing reads its output', (words) => {
  const { stderr } = spawnSync(
    'bash',
    [
      '--norc',
      '-c',
      `"$0" ${main('cli')} ${words} | true; echo "ended \${PIPESTATUS[0]}" >&2`,
      process.execPath,
    ],
    { cwd: folder, env: { PATH: process.env.PATH }, encoding: 'utf8' },
  );
  expect(stderr).toBe('ended 0\n');
});
