import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtApp, environmentOf, openShop, query, type Environment, type Shop } from '@acme/testing';

const cli = builtApp('cli');
const job = builtApp('user-analytics');
let shop: Shop;
let environment: Environment;
let folder: string;

/** Recolours, sets the title, clears the screen, begins a line, overwrites one, turns the direction, ends a line elsewhere. */
const hostile = '\u001b[31m\u001b]0;t\u0007x\n  users  0  0\ry\u009b2J\u202ez\u2028w';
const asLiteral = `U&'${Array.from(hostile, (character) => `\\+${character.codePointAt(0)!.toString(16).padStart(6, '0')}`).join('')}'`;
const shown = String.raw`\u001b[31m\u001b]0;t\u0007x\n  users  0  0\ry\u009b2J\u202ez\u2028w`;
const obeyed = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]/u;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'acme-hostile-'));
  shop = await openShop({ users: 60, days: 40 });
  for (const statement of [
    `update users_v2 set signup_source = ${asLiteral}, timezone = ${asLiteral}`,
    `update order_items_v2 set category = ${asLiteral}, product_name = ${asLiteral}`,
    `update orders_v2 set coupon_code = ${asLiteral}`,
    `update payments_v2 set provider = ${asLiteral}, failure_code = ${asLiteral} where failure_code is not null`,
    `update notifications_v2 set provider = ${asLiteral}, failure_code = ${asLiteral} where failure_code is not null`,
    // What its reasons say of it must not repeat it.
    `update users_v2 set status = ${asLiteral} where id in (select min(id) from users_v2)`,
  ])
    await query(shop.source.url, statement);
  environment = environmentOf(shop);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await shop?.close();
});

async function tell(environmentNow: Environment, ...argv: string[]) {
  const { code, stdout, stderr } = await cli.run(environmentNow, argv);
  expect(stdout).not.toMatch(obeyed);
  expect(stderr).not.toMatch(obeyed);
  return { code, all: stdout + stderr };
}

it('the values of a source stand visibly in the report of a run, and begin no line of it', async () => {
  const { code, all } = await tell(environment, 'run', 'all');
  expect(code).toBe(0);
  expect(all).toContain(shown.slice(0, 20));
  expect(all).not.toMatch(/^ {2}users {2}0 {2}0/m);
}, 240_000);

it('so they do in what other commands print', async () => {
  const one = await tell(environment, 'query', 'select distinct signup_source from core.users');
  expect(one.all).toContain(shown);
  const named = await tell(environment, 'query', 'select 1 as "a\u001b[2Jb\nc"');
  expect(named.all).toMatch(/a\\u001b\[2Jb\\nc/);
  for (const argv of [['status'], ['history'], ['reconcile'], ['cutover', 'check'], ['parity', '--json']])
    await tell(environment, ...argv);
}, 240_000);

it('a job writes them into no line of its log as they are', async () => {
  const { code, stdout, stderr, lines } = await job.run({ ...environment, LOG_LEVEL: 'trace' }, [
    '--full-refresh',
  ]);
  expect(code).toBe(0);
  expect(stdout + stderr).not.toMatch(obeyed);
  expect(lines.length).toBe(stdout.trim().split('\n').length);
}, 120_000);

it.each([
  ['an argument', [hostile]],
  ['a job', ['run', hostile]],
  ['an option', ['run', 'all', `--${hostile}`]],
  ['a positional argument', ['run', 'all', hostile]],
  ['a day', ['run', 'all', '--date', hostile]],
  ['a log level', ['run', 'all', '--log-level', hostile]],
  ['a command of cutover', ['cutover', hostile]],
  ['a flag', ['cutover', 'check', '--flag', hostile]],
  ['an option of reconcile', ['reconcile', hostile]],
  ['an option of parity', ['parity', hostile]],
  ['a number', ['history', hostile]],
  ['a place of roles', ['roles', hostile]],
  ['a name of a role', ['roles', '--writer', hostile]],
])('%s that is not known is repeated visibly, in one line', async (_, argv) => {
  const { code, all } = await tell(environment, ...argv);
  expect(code).toBe(64);
  expect(all.trim().split('\n')).toHaveLength(1);
});

it.each([
  ['a folder of queries', () => ({ SOURCES_SQL_DIR: join(folder, hostile) })],
  ['a file of the keyring', () => ({ PII_KEYRING: undefined, PII_KEYRING_FILE: join(folder, hostile) })],
  ['a day', () => ({ RUN_DATE: hostile })],
  ['a name of a Job', () => ({ JOB_NAME: `user-analytics-2026-${hostile}` })],
  ['a zone', () => ({ REPORTING_TIMEZONE: hostile })],
  ['a level', () => ({ LOG_LEVEL: hostile })],
  ['a role', () => ({ QUERY_ROLE: hostile })],
])(
  '%s among the settings is told visibly',
  async (_, settings) => {
    const given = { ...environment, ...settings() };
    for (const argv of [['query', 'select 1'], ['status']]) await tell(given, ...argv);
    const { stdout, stderr } = await job.run(given);
    expect(stdout + stderr).not.toMatch(obeyed);
  },
  120_000,
);

const secret = 'hunter2hunter2';
const url = `postgres://etl:${secret}@host/db`;
it.each([
  ['an argument', [url], {}],
  ['an argument with blanks', [`postgres://etl:x ${secret}@host/db`], {}],
  ['an option', ['run', 'all', `--url=${url}`], {}],
  ['an argument of a run', ['run', 'all', url], {}],
  ['a job', ['run', url], {}],
  ['a day', ['run', 'all', '--date', url], {}],
  ['parameters', ['run', 'all', `host=db password=${secret}`], {}],
  ['a keyring', ['run', 'all', `{"current":1,"keys":{"1":"${secret}"}}`], {}],
  ['an option of reconcile', ['reconcile', url], {}],
  ['a level', ['run', 'all', '--log-level', url], {}],
  ['a command of cutover', ['cutover', url], {}],
  ['a role', ['roles', '--writer', url], {}],
  ['a day among the settings', ['run', 'all'], { RUN_DATE: url }],
  ['a Job', ['run', 'all'], { JOB_NAME: `2026-${url}` }],
  ['a database without its name', ['status'], { WAREHOUSE_DATABASE_URL: `postgres://etl:${secret}@host` }],
  ['a wrong scheme', ['status'], { WAREHOUSE_DATABASE_URL: `mysql://etl:${secret}@host/db` }],
  ['a gateway', ['status'], { PUSHGATEWAY_URL: `http://etl:${secret}@host` }],
  [
    'a database that is not there',
    ['status'],
    { WAREHOUSE_DATABASE_URL: `postgres://etl:${secret}@127.0.0.1:1/db` },
  ],
  ['a wrong password', ['run', 'all'], { USERS_DATABASE_URL: `postgres://etl:${secret}@127.0.0.1:1/db` }],
  ['a folder', ['run', 'user-analytics'], { SOURCES_SQL_DIR: url }],
  ['a keyring file', ['run', 'user-analytics'], { PII_KEYRING: undefined, PII_KEYRING_FILE: url }],
])(
  'a password given as %s is not echoed',
  async (_, argv, settings) => {
    const { code, all } = await tell({ ...environment, CONNECT_ATTEMPTS: '1', ...settings }, ...argv);
    expect(code).not.toBe(0);
    expect(all).not.toContain(secret);
  },
  120_000,
);

it('nor does the ledger hold one, or anything that a terminal obeys', async () => {
  const { all } = await tell(environment, 'history', '100');
  expect(all).not.toContain(secret);
  const [found] = await query<{ ledger: string | null }>(
    shop.warehouse.url,
    "select string_agg(error ->> 'message' || coalesce(error ->> 'instruction', ''), ' ') as ledger from etl.runs",
  );
  expect(found!.ledger ?? '').not.toContain(secret);
  expect(found!.ledger ?? '').not.toMatch(obeyed);
});

it('no program writes to a standard stream but through the ways out, where text is made visible', () => {
  const root = join(__dirname, '../../../../..');
  const sources = ['apps/cli', 'libs'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => `${folder}/${file}`)
      .filter(
        (file) => file.endsWith('.ts') && /\/src\//.test(file) && !/node_modules|^libs\/testing\//.test(file),
      ),
  );
  expect(sources.length).toBeGreaterThan(100);
  const writing = sources.filter((file) =>
    /process\.std(out|err)\.write|\bconsole\.\w+\((?!JSON)/.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(writing).toEqual(['libs/runner/src/ways-out.ts']);
});
