import pg from 'pg';
import { builtApp, environmentOf, openShop, query, waitForStep, type Shop } from '@acme/testing';
import { settingsOf, type Flags } from '../support/disagreements';

const app = builtApp('cli');
const users = builtApp('user-analytics');
let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ days: 90 });
});
afterAll(() => shop.close());

const environment = (flags: Flags, runNow = '2026-11-20T06:00:00Z') =>
  environmentOf(shop, { ...settingsOf(flags), RUN_NOW: runNow });
const allV2: Flags = { legacyEtl: false, v1Schema: false };
const allLegacy: Flags = { legacyEtl: true, v1Schema: true };

interface Recorded {
  table_name: string;
  day: string;
  compared: string;
  unexplained: string;
  v1_schema: boolean;
  legacy_etl: boolean;
}

const recorded = () =>
  query<Recorded>(
    shop.warehouse.url,
    `select table_name, day::text, compared, unexplained, v1_schema, legacy_etl from etl.parity order by parity_id`,
  );

it('has nothing to compare before the first run, and says what to do', async () => {
  const { code, stderr } = await app.run(environment(allV2, undefined), ['parity']);
  expect(code).toBe(78);
  expect(stderr).toMatch(/nothing to compare yet.*run them first/);
});

it('records per table and day how both sides compare, and publishes the one side only', async () => {
  const { stdout } = await app.runWell(environment(allV2), ['run', 'all', '--shadow']);
  expect(stdout).toMatch(/v1 and v2 agree, apart from the declared differences/);
  const rows = await recorded();
  expect(new Set(rows.map((row) => row.table_name)).size).toBe(10);
  expect(rows.filter((row) => row.unexplained !== '0')).toEqual([]);
  const days = rows.filter((row) => row.table_name === 'analytics_v1.order_analytics').map((row) => row.day);
  expect(days).toHaveLength(30);
  expect([days[0], days.at(-1)]).toEqual(['2026-10-21', '2026-11-19']);
  // Tables of one state stand under the last complete day.
  expect(rows.filter((row) => row.table_name === 'analytics_v1.user_segments')).toMatchObject([
    { day: '2026-11-19', v1_schema: false, legacy_etl: false },
  ]);
  const v1Tables = await query(
    shop.warehouse.url,
    `select tablename from pg_tables where schemaname = 'analytics_v1'`,
  );
  expect(v1Tables).toEqual([]);
});

it('records what differs, warns, and does not fail the run for it', async () => {
  await query(
    shop.warehouse.url,
    `update analytics.user_activity_summary set activity_count = activity_count + 1
     where user_token = (select min(user_token) from analytics.user_activity_summary)`,
  );
  const before = (await recorded()).length;
  const { lines } = await users.runWell(environment(allV2), ['--shadow']);
  const warning = lines.find((line) => line.msg === 'v1 and v2 differ for no declared reason');
  expect(warning).toMatchObject({ table: 'analytics_v1.user_activity', unexplained: 1, level: 'warn' });
  const rows = (await recorded()).slice(before);
  expect(new Set(rows.map((row) => row.table_name)).size).toBe(6);
  expect(rows.filter((row) => row.unexplained !== '0')).toMatchObject([
    { table_name: 'analytics_v1.user_activity', day: '2026-11-19', unexplained: '1' },
  ]);
});

it('compares from the other side as well', async () => {
  const before = (await recorded()).length;
  await app.runWell(environment(allLegacy), ['run', 'all', '--shadow']);
  const rows = (await recorded()).slice(before);
  expect(rows.filter((row) => row.unexplained !== '0')).toEqual([]);
  expect(rows[0]).toMatchObject({ v1_schema: true, legacy_etl: true });
});

it('does not compare while a job is at work', async () => {
  const client = new pg.Client(shop.warehouse.url);
  await client.connect();
  await client.query("select pg_advisory_lock(hashtextextended('acme-etl order-analytics', 0))");
  const { code, stderr } = await app.run(environment(allLegacy), ['parity']);
  await client.end();
  expect(code).toBe(75);
  expect(stderr).toMatch(/a run of order-analytics is at work; wait until it has ended/);
});

it.each([
  [['parity', '--full-refresh'], /it takes --date/],
  [['parity', '--shadow'], /it takes --date/],
  [['parity', '--date', '2026-13-01'], /not a valid date/],
  [['run', 'all', '--shadow', '--dry-run'], /name one of them/],
])('ends %j with 64 and a line that helps', async (argv, line) => {
  const { code, stderr } = await app.run(environment(allV2), argv);
  expect(code).toBe(64);
  expect(stderr).toMatch(line);
});

it('is stopped as such; the run before it stays a success', async () => {
  const before = await recorded();
  const { child, finished } = users.start(environment(allV2), ['--shadow']);
  await waitForStep(shop.warehouse.url, /parity/, false);
  child.kill('SIGTERM');
  const { code, stderr } = await finished;
  expect({ code, stderr }).toEqual({
    code: 143,
    stderr: expect.stringMatching(/stopped on request/) as string,
  });
  expect(await recorded()).toEqual(before);
  expect(
    await query(shop.warehouse.url, 'select job, status from etl.runs order by run_id desc limit 1'),
  ).toEqual([{ job: 'user-analytics', status: 'succeeded' }]);
});
