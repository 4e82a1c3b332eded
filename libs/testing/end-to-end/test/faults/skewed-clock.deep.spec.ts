import { builtApp, environmentOf, openShop, query, type Shop } from '@acme/testing';

const app = builtApp('user-analytics');
let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ users: 40, days: 40, eventsPerUser: 5 });
  // Only the users of these stories are left, so that a status of a day tells which of them had it.
  await query(
    shop.source.url,
    `delete from user_activity_v2; delete from users_v2;
     insert into users_v2 (id, email, status, subscription_tier, country_code, created_at, updated_at)
     select n, 'u' || n || '@example.com', 'active', 'free', 'DE', '2026-11-01T00:00Z', '2026-11-10T12:00Z'
     from generate_series(1, 4) as n`,
  );
});
afterAll(() => shop.close());

const runAt = (now: string, ...argv: string[]) => app.runWell(environmentOf(shop, { RUN_NOW: now }), argv);

const set = (id: number, values: string) =>
  query(shop.source.url, `update users_v2 set ${values} where id = ${id}`);

/** The status of a user at the end of each day, as the spans have it. */
async function statusByDay(id: number, from: string, to: string): Promise<string> {
  const rows = await query<{ line: string }>(
    shop.warehouse.url,
    `select to_char(day, 'DD') || ' ' || spans.status as line
     from generate_series($2::date, $3::date, interval '1 day') as day
     join core.user_spans as spans on spans.from_day <= day::date and day::date < spans.to_day
     join core.users using (user_token)
     where users.id = $1 order by day`,
    [id, from, to],
  );
  return rows.map(({ line }) => line).join(', ');
}

it('lets a value whose time lies before the known one hold from the last run that saw the known one', async () => {
  await runAt('2026-11-12T06:00:00Z');
  await set(1, `status = 'churned', updated_at = '2026-11-09T00:00Z'`);
  await runAt('2026-11-14T06:00:00Z');
  expect(await statusByDay(1, '2026-11-09', '2026-11-14')).toBe(
    '09 active, 10 active, 11 active, 12 churned, 13 churned, 14 churned',
  );
  expect(
    await query(
      shop.warehouse.url,
      `select to_char(day, 'DD') as day, user_count::int as n from analytics.user_status_daily
       where status = 'churned' order by day`,
    ),
  ).toEqual([
    { day: '12', n: 1 },
    { day: '13', n: 1 },
  ]);
});

it('goes by the runs that have seen the row unchanged, however long ago they loaded it', async () => {
  await runAt('2026-11-16T06:00:00Z');
  await set(2, `status = 'suspended', updated_at = '2026-11-10T12:00Z'`);
  // The time is the same as before: only reading everything again shows the change.
  await runAt('2026-11-18T06:00:00Z', '--full-refresh');
  expect(await statusByDay(2, '2026-11-14', '2026-11-18')).toBe(
    '14 active, 15 active, 16 suspended, 17 suspended, 18 suspended',
  );
});

it('follows a restored state and a clock that is right again', async () => {
  await set(1, `status = 'active', updated_at = '2026-11-08T00:00Z'`);
  await runAt('2026-11-19T06:00:00Z');
  expect(await statusByDay(1, '2026-11-16', '2026-11-19')).toBe(
    '16 churned, 17 churned, 18 active, 19 active',
  );
  await set(1, `status = 'inactive', updated_at = '2026-11-19T20:00Z'`);
  await runAt('2026-11-21T06:00:00Z');
  expect(await statusByDay(1, '2026-11-17', '2026-11-20')).toBe(
    '17 churned, 18 active, 19 inactive, 20 inactive',
  );
});

it('does not wait for a time that lies ahead, nor is stopped by it later', async () => {
  await set(3, `status = 'inactive', updated_at = '2027-03-01T00:00Z'`);
  await runAt('2026-11-22T06:00:00Z');
  expect(await statusByDay(3, '2026-11-21', '2026-11-23')).toBe('21 active, 22 inactive, 23 inactive');
  await set(3, `status = 'churned', updated_at = '2026-11-23T00:00Z'`);
  await runAt('2026-11-24T06:00:00Z');
  expect(await statusByDay(3, '2026-11-21', '2026-11-24')).toBe(
    '21 active, 22 inactive, 23 churned, 24 churned',
  );
});

it('keeps the earliest known value for all days before', async () => {
  expect(await statusByDay(3, '2026-11-01', '2026-11-03')).toBe('01 active, 02 active, 03 active');
});

it('writes no history where nothing changed', async () => {
  const history = () =>
    query(shop.warehouse.url, 'select xmin::text, * from core.users_history order by user_token, valid_from');
  const before = await history();
  await runAt('2026-11-25T06:00:00Z');
  await runAt('2026-11-25T06:00:00Z', '--full-refresh');
  expect(await history()).toEqual(before);
});
