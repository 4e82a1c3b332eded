import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertNoLeakedProcesses } from '@acme/testing';

// The local default, in a folder of its own: what a newcomer's checkout does, from its source.
const dir = mkdtempSync(join(tmpdir(), 'acme-cli-'));
const environment = {
  PATH: process.env.PATH,
  LOCAL_DIR: dir,
  SHOP_USERS: '60',
  SHOP_DAYS: '40',
  RUN_NOW: '2026-11-20T06:00:00Z',
};

function cli(...argv: string[]) {
  return cliWith({}, ...argv);
}

function cliWith(settings: Record<string, string>, ...argv: string[]) {
  const run = spawnSync(process.execPath, [join(__dirname, '../bin/acme-etl.cjs'), ...argv], {
    cwd: tmpdir(),
    env: { ...environment, ...settings },
    encoding: 'utf8',
  });
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
}

afterAll(async () => {
  await assertNoLeakedProcesses(dir);
  rmSync(dir, { recursive: true, force: true });
});

it('fills a shop and makes a key on first use, says so, and knows that no job has run yet', () => {
  const { code, stderr } = cli('history');
  expect(code).toBe(78);
  expect(stderr).toMatch(/filling a sample shop: 60 users, 40 days/);
  expect(stderr).toMatch(/made a development PII key/);
  expect(stderr).toMatch(/no job has run yet; run one/);
});

it('runs every job', () => {
  const { code, stdout, stderr } = cli('run', 'all');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/user-analytics: run \d+ in/);
});

it('goes on where the last run stopped', () => {
  const { code, stdout } = cli('run', 'user-analytics');
  expect(code).toBe(0);
  expect(stdout).not.toMatch(/filling a sample shop/);
  expect(stdout).toMatch(/^ +users +0 +0 +0 +0 +0 +0$/m);
});

it('shows settings, watermarks, freshness, and the last runs', () => {
  const status = cli('status');
  expect(status.code).toBe(0);
  expect(status.stdout).toMatch(/SHOP_USERS +60 +environment/);
  expect(status.stdout).toMatch(/ENABLE_LEGACY_ETL +false +default/);
  expect(status.stdout).toMatch(/users +v2 +\d{4}-\S+ \S+ +\S+ \S+ \/ \d+ +\d+ +\d/);
  expect(status.stdout).toMatch(
    /analytics\.user_churn_daily +yes +\d{4}-\d\d-\d\d +\d{4}-\d\d-\d\d +2026-11-20 06:00:00\+00 +\d{4}-\S+ \S+ +0/,
  );
  expect(cli('history', '1').stdout.trim().split('\n')).toHaveLength(2);
  expect(cli('history').stdout).toMatch(/\d +user-analytics +succeeded/);
});

it('keeps with each run the version of the program that ran, and shows it', () => {
  expect(cli('status').stdout).toMatch(/^This is version dev; run \d+ of user-analytics was of dev\.$/m);
  expect(cli('history', '1').stdout).toMatch(/ version +error\n.* dev$/m);
});

it.each([
  ['status', /^ +setting +value +from\n$/],
  ['run user-analytics', /^user-analytics: /],
])('%s ends quietly, and well, when the reader of its output has gone', (words, first) => {
  const main = join(__dirname, '../bin/acme-etl.cjs');
  const { stdout, stderr } = spawnSync(
    'bash',
    ['--norc', '-c', `"$0" ${main} ${words} | head -1; echo "ended \${PIPESTATUS[0]}" >&2`, process.execPath],
    { cwd: tmpdir(), env: environment, encoding: 'utf8' },
  );
  expect(stdout).toMatch(first);
  expect(stderr).toBe('ended 0\n');
});

it('lets days pass in the sample shop, and the next run takes them up', () => {
  expect(cli('advance', '2')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/orders +\d+ +\d+ +\d+/) as string,
  });
  const { stdout } = cli('run', 'all');
  for (const job of ['user', 'order', 'payment', 'notification'])
    expect(stdout).toMatch(
      new RegExp(`${job}-analytics: run .*\\n +read [\\d,]+ rows: [1-9][\\d,]* new, \\d`),
    );
  // In so small a shop not every service has a late change on every day.
  expect(stdout).toMatch(/ [1-9][\d,]* changed/);
  expect(cli('advance', 'never')).toMatchObject({ code: 64 });
});

it('reports on the tables of the old system where those are published, and says which are', () => {
  const old = { ENABLE_LEGACY_ETL: 'true', ENABLE_V1_SCHEMA: 'true' };
  const { code, stdout } = cliWith(old, 'run', 'all');
  expect(code).toBe(0);
  expect(stdout).toMatch(/Orders of the last 4 complete weeks by status.*\n +status +orders +revenue/);
  expect(stdout).toMatch(/Channels, all time/);
  expect(stdout).not.toMatch(/Products that took off|not known yet/);
  expect(stdout).toMatch(/from analytics_v1\.order_analytics/);
  const status = cliWith(old, 'status').stdout;
  expect(status).toMatch(/orders +legacy +2026/);
  expect(status).toMatch(/analytics_v1\.order_analytics +yes/);
  expect(status).toMatch(/analytics\.order_daily +no/);
});

it('runs a query that reads, and refuses one that writes', () => {
  expect(cli('query', 'select count(*) as n from core.users').stdout).toMatch(/n\s+\d+\s+\(1 rows\)/);
  expect(cli('query', 'delete from core.users')).toMatchObject({
    code: 64,
    stderr: expect.stringMatching(/read-only/) as string,
  });
});
