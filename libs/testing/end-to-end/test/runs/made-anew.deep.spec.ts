import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { findSqlRoot } from '@acme/db';
import { builtApp, contents, environmentOf, openShop, query, waitForStep, type Shop } from '@acme/testing';

const app = builtApp('cli');
let shop: Shop;
let folder: string;

beforeAll(async () => {
  shop = await openShop({ users: 60, days: 40, eventsPerUser: 100 });
  folder = mkdtempSync(join(tmpdir(), 'acme-queries-'));
  cpSync(join(findSqlRoot(), 'sources', 'v2'), folder, { recursive: true });
  await app.runWell(environmentOf(shop), ['run', 'user-analytics']);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await shop.close();
});

const environment = (settings: Record<string, string> = {}, warehouse = shop.warehouse) =>
  environmentOf({ ...shop, warehouse }, { LOAD_BATCH_ROWS: '1000', ...settings });

const run = (settings: Record<string, string> = {}, ...argv: string[]) =>
  app.runWell(environment(settings), ['run', ...(argv.length > 0 ? argv : ['user-analytics'])]);

/** Replaces part of an extraction query of one's own. */
function rewrite(file: string, from: RegExp, to: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  expect(text).toMatch(from);
  writeFileSync(path, text.replace(from, to));
}

async function expectAFirstLoadsContents(
  settings: Record<string, string>,
  jobs: readonly string[] = ['user-analytics'],
): Promise<void> {
  const fresh = await shop.newWarehouse();
  for (const job of jobs) {
    await app.runWell(environment(settings, fresh), ['run', job]);
    await run(settings, job);
  }
  expect(await contents(shop.warehouse.url)).toEqual(await contents(fresh.url));
}

const extracted = async (entity: string) =>
  (
    await query<{ n: number }>(
      shop.warehouse.url,
      `select coalesce(sum(extracted), 0)::int as n from etl.loads
       where entity = $1 and run_id = (select max(run_id) from etl.runs)`,
      [entity],
    )
  )[0]!.n;

const events = async () =>
  (await query<{ n: number }>(shop.source.url, 'select count(*)::int as n from user_activity_v2'))[0]!.n;

it('reads no row again while model and queries are the same', async () => {
  await run();
  expect(await extracted('users')).toBe(0);
  expect(await extracted('user_activity')).toBe(0);
});

it('fills a column for rows loaded before it was there, and says so', async () => {
  // As a new version of the ETL finds a warehouse: the column is there and empty, nobody knows what core was made by.
  await query(
    shop.warehouse.url,
    `update core.users set signup_source = null, country_code = null;
     update etl.watermarks set made_of = null where entity = 'users'`,
  );
  const { stdout } = await run();
  expect(stdout).toMatch(/users was read again from its beginning: the model it was read by is not known/);
  expect(await extracted('user_activity')).toBe(0);
  await expectAFirstLoadsContents({});
});

it('reads an entity again when its extraction query computes a column otherwise', async () => {
  rewrite('user_activity.sql', /\bplatform\b/, `'via ' || coalesce(platform, '?') as platform`);
  const { stdout } = await run({ SOURCES_SQL_DIR: folder });
  expect(stdout).toMatch(/user_activity was read again.*extraction query/);
  expect(stdout).not.toMatch(/users was read again/);
  await expectAFirstLoadsContents({ SOURCES_SQL_DIR: folder });
});

it('reads all of it also when only a day is asked for', async () => {
  await run({}, 'user-analytics', '--date', '2026-11-10');
  expect(await extracted('user_activity')).toBe(await events());
  await expectAFirstLoadsContents({});
});

it.each([
  ['after a change of the query', { SOURCES_SQL_DIR: () => folder }, []],
  ['on a full refresh', {}, ['--full-refresh']],
] as const)('goes on where it was killed half way, %s', async (_when, settings, argv) => {
  const given = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, value()]));
  // Every row differs from what the source says, so that every batch writes.
  await query(shop.warehouse.url, `update core.user_activity set platform = 'unlike any'`);
  const [row] = await query<{ id: string }>(
    shop.source.url,
    'select id::text from user_activity_v2 as events order by events.id offset 3500 limit 1',
  );
  const holder = new Client({ connectionString: shop.warehouse.url });
  await holder.connect();
  await holder.query('begin');
  await holder.query('select from core.user_activity where id = $1 for update', [row!.id]);
  const publications = () => query(shop.warehouse.url, 'select count(*) from etl.publications');
  const before = await publications();
  const running = app.start(environment(given), ['run', 'user-analytics', ...argv]);
  await waitForStep(shop.warehouse.url, /merge user_activity/);
  running.child.kill('SIGKILL');
  await running.finished;
  await holder.query('rollback');
  await holder.end();
  expect(await publications()).toEqual(before);
  const [left] = await query<{ n: number }>(
    shop.warehouse.url,
    `select count(*)::int as n from core.user_activity where platform = 'unlike any'`,
  );
  expect(left!.n).toBeGreaterThan(0);
  for (let tries = 0; ; tries++) {
    const { code } = await app.run(environment(given), ['run', 'user-analytics', '--date', '2026-11-10']);
    if (code === 0) break;
    expect({ code, tries: tries < 50 }).toEqual({ code: 75, tries: true });
  }
  expect(await extracted('user_activity')).toBe((await events()) - 3_000);
  await expectAFirstLoadsContents(given);
});

it('publishes nothing from facts that another job is reading again', async () => {
  await run({}, 'order-analytics');
  await run();
  await query(
    shop.warehouse.url,
    `update etl.watermarks set loaded_until = null, after_time = '-infinity' where entity = 'orders';
     delete from core.orders where id % 2 = 0`,
  );
  const segments = () =>
    query(shop.warehouse.url, 'select * from analytics.user_segments order by user_token');
  const before = await segments();
  const { stdout } = await run({}, 'user-analytics', '--full-refresh');
  expect(stdout).toMatch(/analytics\.user_segments was left as it is until orders.* is read to its end/);
  expect(await segments()).toEqual(before);
  // Orders are counted for users that are there, and the other way round: in two turns both know each other.
  const jobs = ['order-analytics', 'user-analytics'];
  await expectAFirstLoadsContents({}, [...jobs, ...jobs]);
});
