import { allJobs } from '@acme/jobs';
import {
  builtApp,
  contents,
  environmentOf,
  openShop,
  query,
  testKey,
  waitForStep,
  type Shop,
} from '@acme/testing';

const app = builtApp('cli');
const jobs = allJobs.map(({ name }) => name);
const later = JSON.stringify({
  current: 2,
  keys: {
    1: testKey(1).toString('base64'),
    2: testKey(2).toString('base64'),
  },
});
const rotate = /acme-etl run all --full-refresh/;
let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ users: 60, days: 40 });
  await app.runWell(environmentOf(shop), ['run', 'all']);
});
afterAll(() => shop.close());

const environment = (warehouse = shop.warehouse) =>
  environmentOf({ ...shop, warehouse }, { PII_KEYRING: later });
const run = (...argv: string[]) => app.run(environment(), argv);

/** The tables of core, analytics and analytics_v1 that hold tokens of more than one key. */
async function mixedTables(): Promise<string[]> {
  const mixed: string[] = [];
  for (const [table, rows] of Object.entries(await contents(shop.warehouse.url))) {
    const versions = new Set(
      rows.flatMap((row) => [...row.matchAll(/"(v\d+)_[\w-]{22}"/g)].map(([, version]) => version)),
    );
    if (versions.size > 1) mixed.push(table);
  }
  return mixed;
}

describe('with another key than the warehouse was filled with', () => {
  let before: Record<string, string[]>;
  beforeAll(async () => {
    before = await contents(shop.warehouse.url);
  });
  afterEach(async () => expect(await contents(shop.warehouse.url)).toEqual(before));

  it.each(jobs)('%s refuses by itself, with --full-refresh as without, and writes nothing', async (job) => {
    const others =
      job === 'user-analytics' ? [[], ['--full-refresh', '--dry-run'], ['--date', '2026-11-10']] : [];
    for (const argv of [['--full-refresh'], ...others]) {
      const { code, stderr } = await run('run', job, ...argv);
      expect({ argv, code, stderr }).toEqual({
        argv,
        code: 78,
        stderr: expect.stringMatching(rotate) as string,
      });
    }
  });

  it.each([
    ['a run of all jobs', ['run', 'all']],
    ['reconcile', ['reconcile']],
    ['reconcile --repair', ['reconcile', '--repair']],
    ['parity', ['parity']],
  ])('%s refuses', async (_name, argv) => {
    const { code, stderr } = await run(...argv);
    expect({ code, stderr }).toEqual({ code: 78, stderr: expect.stringMatching(rotate) as string });
  });

  it('a dry run of the rotation shows what it can', async () => {
    expect((await run('run', 'all', '--full-refresh', '--dry-run')).code).toBe(0);
  });
});

it('never lets tokens of two keys meet when the rotation is killed, and refuses half of it', async () => {
  const running = app.start(environment(), ['run', 'all', '--full-refresh']);
  await waitForStep(shop.warehouse.url, /merge (payments|notifications)/, false);
  running.child.kill('SIGKILL');
  await running.finished;
  expect(await mixedTables()).toEqual([]);
  // Whatever was emptied by then: no job publishes from facts or tables of both keys.
  for (const job of jobs) {
    await run('run', job);
    expect({ job, mixed: await mixedTables() }).toEqual({ job, mixed: [] });
  }
});

it('ends, run again, where a first load under the new key ends', async () => {
  let code: number | null = 75;
  for (let tries = 0; code === 75 && tries < 20; tries++)
    ({ code } = await run('run', 'all', '--full-refresh'));
  expect(code).toBe(0);
  const fresh = await shop.newWarehouse();
  await app.runWell(environment(fresh), ['run', 'all']);
  expect(await contents(shop.warehouse.url)).toEqual(await contents(fresh.url));
  expect(await mixedTables()).toEqual([]);
});

it('refuses to publish from tables in between that are of another key', async () => {
  await query(
    shop.warehouse.url,
    `update etl.metric_tables set key_check = 'v1_old' where table_name = 'core.valid_orders'`,
  );
  const readers = await run('run', 'notification-analytics', '--full-refresh');
  expect({ code: readers.code, stderr: readers.stderr }).toEqual({
    code: 78,
    stderr: expect.stringMatching(/core\.valid_orders has those of another one/) as string,
  });
  const chosen = await run('run', 'order-analytics', '--date', '2026-11-10');
  expect({ code: chosen.code, stderr: chosen.stderr }).toEqual({
    code: 78,
    stderr: expect.stringMatching(rotate) as string,
  });
  // Its own job makes it anew.
  expect((await run('run', 'all')).code).toBe(0);
  expect((await run('run', 'notification-analytics')).code).toBe(0);
});
