import { builtApp, environmentOf, openShop, query, type Shop, type TestDatabase } from '@acme/testing';
import { breakages, brokenLines } from '../support/breakages';
import { disagreements, settingsOf, type Flags } from '../support/disagreements';
import {
  breakRows,
  legacyTables,
  mendRows,
  prepareToBreak,
  quarantineOf,
  refusedOf,
} from '../support/legacy-rows';

const app = builtApp('cli');
const now = '2026-11-20T06:00:00Z';
const allLegacy: Flags = { legacyEtl: true, v1Schema: true };
const v2FromLegacy: Flags = { legacyEtl: true, v1Schema: false };
const all = [...breakages, ...brokenLines];

let shop: Shop;
let ids: string[];
let report: string;

const run = (
  flags: Flags,
  warehouse: TestDatabase,
  environment: Record<string, string> = {},
  ...options: string[]
) =>
  app.runWell(environmentOf({ ...shop, warehouse }, { ...settingsOf(flags), RUN_NOW: now, ...environment }), [
    'run',
    'all',
    ...options,
  ]);

const compare = (flags: Flags, warehouse = shop.warehouse) =>
  disagreements(shop.source.url, warehouse.url, 'UTC', now, flags);

beforeAll(async () => {
  shop = await openShop({ users: 400, days: 150 });
  await prepareToBreak(shop.source.url);
  await run(allLegacy, shop.warehouse);
});
afterAll(() => shop.close());

it('agrees before anything is broken', async () => {
  expect(await quarantineOf(shop.warehouse.url)).toEqual((await refusedOf(shop.source.url, now)).refused);
  expect(await compare(allLegacy)).toEqual({});
});

it('ends 0 with rows broken in every way, and takes all of them out of core', async () => {
  ids = await breakRows(shop.source.url, all);
  const idsOf = (table: string) => ids.filter((_id, nth) => all[nth]!.table === table);
  const inCore = async (table: string) =>
    query(shop.warehouse.url, `select id::text from core.${table} where id = any ($1)`, [idsOf(table)]);
  for (const table of legacyTables) {
    const known = table === 'user_activity' ? 0 : idsOf(table).length;
    expect({ table, rows: (await inCore(table)).length }).toEqual({ table, rows: known });
  }
  // Of what changed since the last run, most is broken.
  report = (await run(allLegacy, shop.warehouse, { QUARANTINE_LIMIT: '1' })).stdout;
  for (const table of legacyTables) expect({ table, rows: await inCore(table) }).toEqual({ table, rows: [] });
  const lines = 'select id from core.order_items where order_id = any ($1)';
  expect(await query(shop.warehouse.url, lines, [idsOf('orders')])).toEqual([]);
});

it.each(all.map(({ table, what, reasons }, nth) => ({ table, what, reasons, nth })))(
  'quarantines with its reason, $table: $what',
  async ({ table, reasons, nth }) => {
    const rows = await query(
      shop.warehouse.url,
      'select reasons from etl.quarantine where entity = $1 and source_id = $2',
      [table, ids[nth]],
    );
    expect(rows).toEqual([{ reasons }]);
  },
);

it('has exactly the rows in quarantine, each with all of its reasons, that an independent reading refuses', async () => {
  const { refused } = await refusedOf(shop.source.url, now);
  const found = await quarantineOf(shop.warehouse.url);
  for (const table of legacyTables)
    expect({ table, rows: found[table] }).toEqual({ table, rows: refused[table] });
  expect(await compare(allLegacy)).toEqual({});
});

it('tells the count in the report and in the ledger', async () => {
  const found = await quarantineOf(shop.warehouse.url);
  const count = (...tables: string[]) => tables.reduce((sum, table) => sum + found[table]!.length, 0);
  const told = [...report.matchAll(/(\w+)-analytics: run [\s\S]*?(\d+) in quarantine/g)].map(([, job, n]) => [
    job,
    n,
  ]);
  const expected = {
    user: String(count('users', 'user_activity')),
    order: String(count('orders')),
    payment: String(count('payments', 'refunds')),
    notification: String(count('notifications')),
  };
  expect(Object.fromEntries(told)).toEqual(expected);
  expect(report).toContain('select entity, reasons, count(*) from etl.quarantine');
  const ledger = await query<{ job: string; open: string; read: string }>(
    shop.warehouse.url,
    `select split_part(job, '-', 1) as job, summary ->> 'quarantineOpen' as open from etl.runs
     where run_id > (select max(run_id) - 4 from etl.runs)`,
  );
  expect(Object.fromEntries(ledger.map(({ job, open }) => [job, open]))).toEqual(expected);
});

it('loads the same from the beginning, within the limit as it is, into the v2 tables too', async () => {
  const warehouse = await shop.newWarehouse();
  await run(v2FromLegacy, warehouse);
  expect(await quarantineOf(warehouse.url)).toEqual(await quarantineOf(shop.warehouse.url));
  expect(await compare(v2FromLegacy, warehouse)).toEqual({});
});

it('has mended rows back, and agrees on every table', async () => {
  await mendRows(shop.source.url, '2026-11-20 02:00');
  await run(allLegacy, shop.warehouse);
  const found = await quarantineOf(shop.warehouse.url);
  expect(found).toEqual((await refusedOf(shop.source.url, now)).refused);
  const broken = all.map(({ table }, nth) => `${table} ${ids[nth]}`);
  const still = Object.entries(found).flatMap(([table, rows]) => rows.map(({ id }) => `${table} ${id}`));
  expect(broken.filter((row) => still.includes(row))).toEqual([]);
  expect(await compare(allLegacy)).toEqual({});
});
