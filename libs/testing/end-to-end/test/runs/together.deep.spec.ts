import { builtApp, environmentOf, openShop, query, type Shop } from '@acme/testing';

const app = builtApp('cli');
let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ users: 200, days: 120 });
});
afterAll(() => shop.close());

const rowsIn = async (table: string, url = shop.warehouse.url) =>
  Number((await query<{ n: string }>(url, `select count(*)::text as n from ${table}`))[0]!.n);

const written = async () =>
  query<{ job: string; written: string }>(
    shop.warehouse.url,
    `select job, coalesce(sum(inserted + updated + deleted), 0)::text as written
     from etl.runs left join etl.publications using (run_id)
     where run_id in (select max(run_id) from etl.runs group by job) group by job order by job`,
  );

const elsewhere = (url: string) => url.replace(/@[^/]+\//, '@127.0.0.1:1/');

it('runs the others when one job fails, and ends with the worst code', async () => {
  const broken = environmentOf(shop, {
    NOTIFICATIONS_DATABASE_URL: elsewhere(shop.source.url),
    PAYMENTS_DATABASE_URL: `${shop.source.url}_nowhere`,
    CONNECT_ATTEMPTS: '1',
  });
  const { code, stdout, stderr } = await app.run(broken, ['run', 'all']);
  expect(code).toBe(69);
  expect(stderr).toMatch(/acme-etl run all: notification-analytics: .*cannot be reached/);
  expect(stderr).toMatch(/acme-etl run all: payment-analytics: .*does not exist/);
  expect(stderr.trim().split('\n')).toHaveLength(2);
  expect(stdout).toMatch(/PAYMENTS\n {2}payment-analytics failed; its tables are as they were/);
  expect(await rowsIn('analytics.order_daily')).toBeGreaterThan(0);
  expect(await rowsIn('analytics.user_segments')).toBeGreaterThan(0);
});

it('fills the rest once it can, with progress, a block per domain, and the stories found', async () => {
  const { stdout, stderr } = await app.runWell(environmentOf(shop), ['run', 'all']);
  expect(stderr).toBe('');
  for (const job of ['order', 'user', 'payment', 'notification']) {
    expect(stdout).toMatch(new RegExp(`^${job}-analytics: loads its facts$`, 'm'));
    expect(stdout).toMatch(new RegExp(`^${job}-analytics: done in [0-9.]+ s$`, 'm'));
  }
  for (const domain of ['ORDERS', 'USERS', 'PAYMENTS', 'NOTIFICATIONS'])
    expect(stdout).toMatch(new RegExp(`^${domain}$`, 'm'));
  expect(stdout).toMatch(
    /Hours with alarming declines[^\n]*\n +hour_utc[^\n]*\n(.*\n)*.*looks like card testing/,
  );
  expect(stdout).toMatch(/\n {4,}\d+ .*annoys/);
  expect(stdout).toContain('psql');
});

it('gives jobs that run together one now', async () => {
  const environment = environmentOf(shop, { RUN_NOW: undefined });
  const other = await shop.newWarehouse();
  await app.runWell({ ...environment, WAREHOUSE_DATABASE_URL: other.url }, ['run', 'all']);
  const nows = await query(
    other.url,
    'select distinct logical_now, count(*)::int as jobs from etl.runs group by 1',
  );
  expect(nows).toEqual([{ logical_now: expect.any(Date) as Date, jobs: 4 }]);
});

it('shows in a dry run what it would do, one job after the other, and writes nothing', async () => {
  const other = await shop.newWarehouse();
  const environment = { ...environmentOf(shop), WAREHOUSE_DATABASE_URL: other.url };
  await app.runWell(environment, ['run', 'notification-analytics']);
  const before = await rowsIn('etl.runs', other.url);
  const { stdout } = await app.runWell(environment, ['run', 'all', '--dry-run']);
  expect(stdout).toMatch(/order-analytics: dry run, nothing was written in .*\n +read [1-9][\d,]* rows/);
  expect(await rowsIn('etl.runs', other.url)).toBe(before);
  expect(await rowsIn('core.orders', other.url)).toBe(0);
});

it('has nothing left to do for anybody after one run together', async () => {
  await app.runWell(environmentOf(shop), ['run', 'all']);
  expect((await written()).map((row) => row.written)).toEqual(['0', '0', '0', '0']);
});

it('lets a job by itself mark tables of others, which their owners recompute with their next run', async () => {
  await query(
    shop.source.url,
    `insert into orders_v2 (user_id, status, currency, subtotal_cents, discount_cents, tax_cents, shipping_cents, total_cents, created_at, updated_at)
     select id, 'confirmed', 'USD', 100, 0, 0, 0, 100, greatest(created_at, '2026-11-10'), '2026-11-20T05:30Z'
     from users_v2 where deleted_at is null and created_at < '2026-11-15' and id % 10 = 3`,
  );
  await app.runWell(environmentOf(shop), ['run', 'order-analytics']);
  const segments = 'select user_token, total_orders from analytics.user_segments order by user_token';
  const before = await query(shop.warehouse.url, segments);
  await app.runWell(environmentOf(shop), ['run', 'user-analytics']);
  expect(await query(shop.warehouse.url, segments)).not.toEqual(before);
});

it('records how fresh each input of a table was', async () => {
  const [row] = await query<{ inputs: Record<string, string>; loaded: Date }>(
    shop.warehouse.url,
    `select inputs, (select loaded_until from etl.watermarks where entity = 'orders') as loaded
     from etl.metric_tables where table_name = 'analytics.user_segments'`,
  );
  expect(Object.keys(row!.inputs).sort()).toEqual(['core.orders', 'core.users']);
  expect(new Date(row!.inputs['core.orders']!)).toEqual(row!.loaded);
});

it('keeps a mark of a run whose now is later than the owner’s until the owner’s now has come to it', async () => {
  const early = { ...environmentOf(shop), RUN_NOW: '2026-11-20T07:00:00Z' };
  const late = { ...early, RUN_NOW: '2026-11-20T08:00:00Z' };
  await query(
    shop.source.url,
    `update users_v2 set created_at = '2026-11-01T00:00Z', deleted_at = null, updated_at = '2026-11-20T06:40Z' where id = (select min(id) from users_v2 where status = 'active');
     insert into orders_v2 (user_id, status, currency, subtotal_cents, discount_cents, tax_cents, shipping_cents, total_cents, created_at, updated_at)
     select min(id), 'confirmed', 'USD', 100, 0, 0, 0, 100, '2026-11-20T07:30Z', '2026-11-20T07:30Z' from users_v2 where status = 'active'`,
  );
  await query(
    shop.source.url,
    `delete from orders_v2 where created_at < '2026-11-20' and user_id = (select min(id) from users_v2 where status = 'active')`,
  );
  const firstOrders = async () =>
    (
      await query<{ n: string }>(
        shop.warehouse.url,
        `select sum(first_order_30d)::text as n from analytics.user_registrations_daily where day = '2026-11-01'`,
      )
    )[0]!.n;
  await app.runWell(early, ['run', 'user-analytics']);
  const before = Number(await firstOrders());
  // The orders job is an hour ahead: its order of 07:30 is not there yet for the users job at 07:00.
  await app.runWell(late, ['run', 'order-analytics']);
  await app.runWell(early, ['run', 'user-analytics']);
  const asOfSeven = Number(await firstOrders());
  await app.runWell(late, ['run', 'user-analytics']);
  expect(Number(await firstOrders())).toBe(asOfSeven + 1);
  expect(asOfSeven).toBeLessThanOrEqual(before);
});
