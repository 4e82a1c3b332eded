import { findSqlRoot, migrate, pendingMigrations } from '@acme/db';
import {
  createDatabase,
  dropDatabase,
  query,
  testServer,
  type TestDatabase,
  type TestServer,
} from '@acme/testing';

let server: TestServer;
let warehouse: TestDatabase;

beforeAll(async () => {
  server = await testServer(process.env.TEST_DATABASE_URL);
  warehouse = await createDatabase(server);
});
afterAll(async () => {
  await dropDatabase(server, warehouse);
  await server.release();
});

it('applies migrations once, however many ask at the same time, and also after a killed migrator', async () => {
  const pending = await pendingMigrations(warehouse.url, findSqlRoot());
  expect(pending.length).toBeGreaterThan(3);
  const applied = await Promise.all([1, 2, 3].map(() => migrate(warehouse.url, findSqlRoot())));
  expect(applied.flat().sort()).toEqual(pending);
  await query(warehouse.url, 'update etl.schema_migrations_lock set is_locked = 1');
  expect(await migrate(warehouse.url, findSqlRoot())).toEqual([]);
  expect(await pendingMigrations(warehouse.url, findSqlRoot())).toEqual([]);
});

describe('etl.day_start', () => {
  it.each([
    ['2026-11-20', 'UTC', '2026-11-20T00:00:00Z', 'a plain day'],
    ['2026-03-08', 'America/New_York', '2026-03-08T05:00:00Z', 'a day of 23 hours'],
    ['2026-11-02', 'America/New_York', '2026-11-02T05:00:00Z', 'the day after one of 25 hours'],
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00Z', 'a day without midnight'],
    ['2025-11-02', 'America/Havana', '2025-11-02T04:00:00Z', 'a day on which midnight comes twice'],
    [
      '2010-11-07',
      'America/St_Johns',
      '2010-11-07T02:30:00Z',
      'a day that began before clocks went back over midnight',
    ],
    [
      '2011-12-30',
      'Pacific/Apia',
      '2011-12-30T10:00:00Z',
      'a day left out: it starts when the next one does',
    ],
    ['2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00Z', 'the day after a day left out'],
  ])('of %s in %s is %s: %s', async (day, zone, start) => {
    const rows = await query<{ same: boolean }>(
      warehouse.url,
      'select etl.day_start($1::date, $2) = $3::timestamptz as same',
      [day, zone, start],
    );
    expect(rows).toEqual([{ same: true }]);
  });
});

it('puts every quarter of an hour of two years into exactly the day whose bounds hold it', async () => {
  const [row] = await query<{ checked: string; wrong: string }>(
    warehouse.url,
    `select count(*)::text as checked,
       count(*) filter (where instant < etl.day_start(day, zone) or instant >= etl.day_start(day + 1, zone))::text as wrong
     from unnest(array['America/New_York', 'America/Havana', 'America/St_Johns', 'Asia/Kolkata', 'Australia/Lord_Howe']) as zone
     cross join generate_series('2010-01-01'::timestamptz, '2011-12-31'::timestamptz, interval '15 minutes') as instant
     cross join lateral (select etl.local_day(instant, zone) as day) as local`,
  );
  expect(Number(row!.checked)).toBeGreaterThan(300_000);
  expect(row!.wrong).toBe('0');
});
