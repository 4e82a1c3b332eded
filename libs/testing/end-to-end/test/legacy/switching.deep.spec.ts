import { builtApp, environmentOf, openShop, query, type Shop, type TestDatabase } from '@acme/testing';
import { disagreements, settingsOf, type Flags } from '../support/disagreements';
import { availableInBoth } from '../support/available-in-both';

const app = builtApp('cli');
const now = '2026-11-20T06:00:00Z';
const later = '2026-11-22T06:00:00Z';
const zone = 'UTC';

const allLegacy: Flags = { legacyEtl: true, v1Schema: true };
const allV2: Flags = { legacyEtl: false, v1Schema: false };
const v1FromV2: Flags = { legacyEtl: false, v1Schema: true };
const v2FromLegacy: Flags = { legacyEtl: true, v1Schema: false };

let shop: Shop;
let warehouse: TestDatabase;

beforeAll(async () => {
  shop = await openShop();
  warehouse = shop.warehouse;
});
afterAll(() => shop.close());

const run = (flags: Flags, runNow = now, database = warehouse, ...options: string[]) =>
  app.runWell(environmentOf({ ...shop, warehouse: database }, { ...settingsOf(flags), RUN_NOW: runNow }), [
    'run',
    'all',
    ...options,
  ]);

const differences = (flags: Flags, runNow = now) =>
  disagreements(shop.source.url, warehouse.url, zone, runNow, flags);

/** A warehouse that was never filled from anything else. */
async function freshlyFilled(flags: Flags, runNow: string): Promise<TestDatabase> {
  const fresh = await shop.newWarehouse();
  await run(flags, runNow, fresh);
  return fresh;
}

const rowsOf = (url: string, table: string) =>
  query<{ row: string }>(
    url,
    `select (to_jsonb(t) - 'loaded_run_id')::text as row from core.${table} as t order by 1`,
  );

const coreTables = [
  'users',
  'user_activity',
  'orders',
  'order_items',
  'payments',
  'refunds',
  'notifications',
];

it('fills core with the same from either generation, apart from what legacy cannot tell', async () => {
  const legacy = await freshlyFilled(allLegacy, now);
  const v2 = await freshlyFilled(allV2, now);
  const [one, other] = [await availableInBoth(legacy.url), await availableInBoth(v2.url)];
  for (const table of coreTables) {
    // Orders without a sound payment have no currency in legacy, and so other amounts; lines go with them.
    const unpaid = await query<{ id: string }>(
      v2.url,
      `select orders.id::text from core.orders
       where currency <> 'USD' and not exists (select from core.payments where order_id = orders.id)`,
    );
    const ids = new Set(unpaid.map(({ id }) => id));
    const paid = (row: string) =>
      !(table === 'orders' && ids.has(/^\((\d+)/.exec(row)![1]!)) &&
      !(table === 'order_items' && ids.has(/^\((\d+)/.exec(row)![1]!)) &&
      !(table === 'refunds' && [...ids].some((id) => row.split(',')[2] === id));
    expect({ table, rows: one[table]!.filter(paid) }).toEqual({ table, rows: other[table]!.filter(paid) });
    expect(ids.size).toBeLessThan(20);
  }
});

it.each([
  ['all legacy', allLegacy],
  ['v2 sources, v1 tables', v1FromV2],
  ['all v2', allV2],
  ['back to legacy sources', v2FromLegacy],
  ['all legacy again', allLegacy],
  ['all v2 at once', allV2],
] as const)('agrees at every step of a migration there and back: %s', async (_step, flags) => {
  await run(flags);
  expect(await differences(flags)).toEqual({});
});

it('has the same in core as a warehouse that never saw another generation', async () => {
  const fresh = await freshlyFilled(allV2, now);
  for (const table of coreTables)
    expect({ table, rows: await rowsOf(warehouse.url, table) }).toEqual({
      table,
      rows: await rowsOf(fresh.url, table),
    });
  const history = (url: string) =>
    query(
      url,
      'select user_token, valid_from, status, subscription_tier, country_code from core.users_history order by 1, 2',
    );
  expect(await history(warehouse.url)).toEqual(await history(fresh.url));
  const tombstones = await query(warehouse.url, 'select * from core.tombstones');
  expect(tombstones).toEqual([]);
});

it('loses nothing when the shop goes on between the steps', async () => {
  await run(allLegacy);
  await shop.advance(2);
  await run(allLegacy, later);
  await run(v1FromV2, later);
  await run(allV2, later);
  expect(await differences(allV2, later)).toEqual({});
  const fresh = await freshlyFilled(allV2, later);
  for (const table of coreTables)
    expect({ table, rows: await rowsOf(warehouse.url, table) }).toEqual({
      table,
      rows: await rowsOf(fresh.url, table),
    });
});

it('keeps what v2 said of a country while legacy sources are in use, and of every status then', async () => {
  const countries = await query<{ n: string }>(
    warehouse.url,
    'select count(*)::text as n from core.user_spans where country_code <> $$unknown$$',
  );
  await run(v2FromLegacy, later);
  const kept = await query<{ n: string }>(
    warehouse.url,
    'select count(*)::text as n from core.user_spans where country_code <> $$unknown$$',
  );
  expect(kept).toEqual(countries);
  await run(allV2, later);
  expect(await differences(allV2, later)).toEqual({});
});

it('loads everything on a switch, also when only some days are asked for', async () => {
  await run(allLegacy, later, warehouse, '--date', '2026-11-18');
  const [row] = await query<{ generations: string }>(
    warehouse.url,
    `select string_agg(distinct generation, ',') as generations from etl.watermarks where entity <> 'disputes'`,
  );
  expect(row).toEqual({ generations: 'legacy' });
  await run(allLegacy, later);
  expect(await differences(allLegacy, later)).toEqual({});
});

it('is not stopped for good by a kill in the middle of a switch', async () => {
  const environment = environmentOf(shop, { ...settingsOf(allV2), RUN_NOW: later });
  for (const milliseconds of [700, 1100, 1500]) {
    const { child, finished } = app.start(environment, ['run', 'all']);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    child.kill('SIGKILL');
    await finished;
  }
  await run(allV2, later);
  expect(await differences(allV2, later)).toEqual({});
});
