import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { builtApp, environmentOf, lastPublications, openShop, query, type Shop } from '@acme/testing';

const app = builtApp('user-analytics');
const folder = mkdtempSync(join(tmpdir(), 'acme-termination-'));
const file = join(folder, 'termination-log');
let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ users: 60, days: 60 });
});
afterAll(async () => {
  await shop.close();
  rmSync(folder, { recursive: true });
});

/** What a pod of a Job of that name is given. */
const pod = (name: string, environment: Record<string, string | undefined> = {}) =>
  environmentOf(shop, {
    JOB_NAME: name,
    POD_NAME: `${name}-x7k2p`,
    TERMINATION_LOG_FILE: file,
    ...environment,
  });

const message = () => {
  const text = readFileSync(file, 'utf8');
  expect(Buffer.byteLength(text)).toBeLessThan(4096);
  return JSON.parse(text) as Record<string, unknown>;
};

it('runs everything due under a name that a CronJob made, and links the ledger to job and pod', async () => {
  const { code } = await app.run(pod('user-analytics-29927520'));
  expect(code).toBe(0);
  const [run] = await query<Record<string, unknown>>(
    shop.warehouse.url,
    'select run_id::text, status, job_name, pod_name, arguments from etl.runs',
  );
  expect(run).toMatchObject({
    status: 'succeeded',
    job_name: 'user-analytics-29927520',
    pod_name: 'user-analytics-29927520-x7k2p',
  });
  expect(message()).toMatchObject({
    exitCode: 0,
    days: null,
    job: 'user-analytics',
    run: run!['run_id'],
    now: '2026-11-20T06:00:00.000Z',
    counts: { users: { extracted: 60, quarantined: 1 } },
    quarantineOpen: 2,
  });
});

it.each([
  ['user-analytics-2026-11-10', '2026-11-10', '2026-11-10'],
  ['user-analytics-2026-11-03-to-2026-11-05-r2', '2026-11-03', '2026-11-05'],
])('reruns exactly the days of the name %s', async (name, from, to) => {
  await query(
    shop.warehouse.url,
    'update analytics.user_activity_types_daily set events = events + 1000000 where true',
  );
  const { code } = await app.run(pod(name));
  expect(code).toBe(0);
  expect(message()).toMatchObject({ days: { from, to }, exitCode: 0 });
  const published = (await lastPublications(shop.warehouse.url))['analytics.user_activity_types_daily'];
  expect(published).toMatchObject({ first: from, last: to });
  const mended = await query<{ day: string }>(
    shop.warehouse.url,
    'select distinct day::text from analytics.user_activity_types_daily where events < 1000000 order by 1',
  );
  expect([mended[0]!.day, mended.at(-1)!.day]).toEqual([from, to]);
  const [run] = await query<{ arguments: Record<string, unknown> }>(
    shop.warehouse.url,
    'select arguments from etl.runs order by run_id desc limit 1',
  );
  expect(run!.arguments).toMatchObject({ days: { from, to }, daysFrom: 'job name' });
});

it.each([
  ['user-analytics-2026-13-40', {}, 64, /almost a date/],
  ['user-analytics-2026-11', {}, 64, /almost a date/],
  ['user-analytics-2026-12-24', {}, 64, /2026-12-24 lies in the future: today is 2026-11-20/],
  ['user-analytics', { RUN_DATE: '2026-02-30' }, 64, /RUN_DATE 2026-02-30 is not a valid date/],
  ['user-analytics', { LOAD_BATCH_ROWS: 'many' }, 78, /LOAD_BATCH_ROWS/],
  ['user-analytics', { PII_KEYRING: undefined }, 78, /key/],
  [
    'user-analytics',
    { WAREHOUSE_DATABASE_URL: 'postgres://127.0.0.1:1/none', CONNECT_ATTEMPTS: '1' },
    69,
    /cannot be reached/,
  ],
])(
  'as %s with %j nothing runs, and the termination message says why: %i',
  async (name, settings, code, text) => {
    const succeeded = () =>
      query(shop.warehouse.url, `select run_id from etl.runs where status = 'succeeded'`);
    const before = await succeeded();
    expect((await app.run(pod(name, settings))).code).toBe(code);
    const { exitCode, error } = message();
    expect(exitCode).toBe(code);
    expect((error as { message: string }).message).toMatch(text);
    expect(await succeeded()).toEqual(before);
  },
);

it('tells of a held lock, and of a stop', async () => {
  const client = new pg.Client(shop.warehouse.url);
  await client.connect();
  await client.query("select pg_advisory_lock(hashtextextended('acme-etl user-analytics', 0))");
  expect((await app.run(pod('user-analytics-29927521'))).code).toBe(75);
  expect(message()).toMatchObject({ exitCode: 75, job: 'user-analytics', error: { name: 'LockHeldError' } });
  await client.end();

  const { child, finished } = app.start(pod('user-analytics-29927522'), ['--full-refresh']);
  await new Promise((resolve) => setTimeout(resolve, 400));
  child.kill('SIGTERM');
  expect((await finished).code).toBe(143);
  expect(message()).toMatchObject({ exitCode: 143 });
});

it('goes on without a termination message where it cannot be written, and says so', async () => {
  const { code, stdout, stderr } = await app.run(
    pod('user-analytics-29927523', { TERMINATION_LOG_FILE: '/nowhere/at/all' }),
  );
  expect(code).toBe(0);
  expect(stdout + stderr).toMatch(/the termination message could not be written/);
});

describe('a Pushgateway', () => {
  const pushed: { path: string; body: string }[] = [];
  let gateway: Server;
  let url: string;

  beforeAll(async () => {
    gateway = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        pushed.push({ path: `${request.method} ${request.url}`, body });
        response.writeHead(200).end();
      });
    });
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/`;
  });
  afterAll(() => new Promise((resolve) => gateway.close(resolve)));

  it('gets when the job last succeeded and how complete each table is, keyed by job', async () => {
    expect((await app.run(pod('user-analytics-29927524', { PUSHGATEWAY_URL: url }))).code).toBe(0);
    expect(pushed).toHaveLength(1);
    const { path, body } = pushed[0]!;
    expect(path).toBe('POST /metrics/job/user-analytics');
    expect(body).toMatch(/^acme_etl_last_success_timestamp_seconds \d{10}$/m);
    const lastDay = Date.UTC(2026, 10, 19) / 1000;
    expect(body).toContain(
      `acme_etl_table_last_complete_day_timestamp_seconds{table="analytics.user_status_daily"} ${lastDay}\n`,
    );
    expect(body).toMatch(/^acme_etl_quarantine_rows 2$/m);
    expect(body).not.toContain('x7k2p');
    const rules = readFileSync(
      join(__dirname, '../../../k8s/components/monitoring/prometheus-rule.yaml'),
      'utf8',
    );
    const names = [...new Set(rules.match(/acme_etl_\w+/g))];
    expect(names.length).toBeGreaterThan(2);
    for (const name of names) expect(body).toMatch(new RegExp(`^${name}[ {]`, 'm'));
  });

  it('gets no success from a run that failed', async () => {
    const drifted = 'alter table users_v2 rename column status to state';
    await query(shop.source.url, drifted);
    const run = await app.run(pod('user-analytics-29927525', { PUSHGATEWAY_URL: url }));
    await query(shop.source.url, 'alter table users_v2 rename column state to status');
    expect(run.code).toBe(65);
    expect(pushed.at(-1)!.body).not.toMatch(/success|complete/);
  });

  it('that cannot be reached is warned about, and the run succeeds', async () => {
    const run = await app.run(pod('user-analytics-29927526', { PUSHGATEWAY_URL: 'http://127.0.0.1:1' }));
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/metrics could not be pushed/);
  });
});
