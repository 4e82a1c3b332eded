import { builtApp, environmentOf, openShop, query, type Shop } from '@acme/testing';

const app = builtApp('user-analytics');
const rows = 3_000;
let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ users: 40, days: 30, eventsPerUser: 2 });
  await query(
    shop.source.url,
    `delete from user_activity_v2; delete from users_v2;
     insert into users_v2 (id, email, status, created_at, updated_at)
     select n, 'u' || n || '@example.com', 'active', '2026-11-01T00:00Z', '2026-11-01T00:00Z'
     from generate_series(1, ${rows}) as n`,
  );
});
afterAll(() => shop.close());

const environment = () => environmentOf(shop, { LOAD_BATCH_ROWS: '1000' });

const lastRead = async () =>
  (
    await query<{ n: number }>(
      shop.warehouse.url,
      `select coalesce(sum(extracted), 0)::int as n from etl.loads
       where entity = 'users' and run_id = (select max(run_id) from etl.runs)`,
    )
  )[0]!.n;

const watermark = async () =>
  (
    await query<{ at: string; id: string }>(
      shop.warehouse.url,
      `select to_char(after_time, 'YYYY-MM-DD') as at, after_id::text as id from etl.watermarks where entity = 'users'`,
    )
  )[0];

it('reads many rows of one instant once, batch after batch, up to the last of them', async () => {
  await app.runWell(environment());
  expect(await lastRead()).toBe(rows);
  expect(await watermark()).toEqual({ at: '2026-11-01', id: String(rows) });
  await app.runWell(environment());
  expect(await lastRead()).toBe(0);
});

it('reads a mass update once more at most, and never again by the next runs', async () => {
  await query(shop.source.url, `update users_v2 set status = 'inactive', updated_at = '2026-11-19T00:00Z'`);
  await app.runWell(environment());
  expect(await lastRead()).toBe(rows);
  expect(await watermark()).toEqual({ at: '2026-11-19', id: String(rows) });
  await app.runWell(environment());
  expect(await lastRead()).toBe(0);
});
