import { Client } from 'pg';
import { Session } from '@acme/db';
import { query } from '@acme/testing';
import { examine, loadMetricDefinitions, repairJob } from '../src';
import { job, openParcels } from './parcels';

const tables = ['analytics.weight_daily', 'analytics.depot_totals', 'core.count_daily'];

let shop: Awaited<ReturnType<typeof openParcels>>;
let before: unknown;

const contents = () =>
  Promise.all(
    tables.map((table) =>
      query(
        shop.warehouse.url,
        `select (to_jsonb(t) - '{run_id,computed_at}'::text[])::text as row from ${table} as t order by 1`,
      ),
    ),
  );

/** What the doctor says of the warehouse. */
async function findings() {
  const client = new Client({ connectionString: shop.warehouse.url });
  await client.connect();
  try {
    const found = await examine(
      new Session(client, 'warehouse', false),
      [job],
      loadMetricDefinitions(shop.sqlRoot),
    );
    return found.map(({ area, object, what }) => `${area} ${object}: ${what}`);
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  shop = await openParcels();
  const { files } = await import('./parcels');
  // A step like those of core, and a table of keys.
  shop.write({
    'metrics/parcels/count_step/definition.yaml': files['metrics/parcels/count_daily/definition.yaml']
      .replace('analytics.count_daily', 'core.count_daily')
      .concat('\nindexes: [[parcels]]\n'),
    'metrics/parcels/count_step/query.sql': files['metrics/parcels/count_daily/query.sql'],
    'metrics/parcels/depot_totals/definition.yaml': `
table: analytics.depot_totals
description: Parcels of a depot.
grain: [depot]
owner: tests
slice: { kind: key, column: depot }
reads: { core.parcels: { columns: [depot], propagation: { keys: [depot] } } }
columns:
  depot: { type: text, description: Depot. }
  parcels: { type: bigint, description: Parcels. }`,
    'metrics/parcels/depot_totals/query.sql':
      'select depot, count(*) as parcels from stale_keys join core.parcels on depot = key group by depot',
  });
  await shop.run();
  before = await contents();
});
afterAll(() => shop.close());
beforeEach(() => shop.lines.splice(0));

it('finds nothing where nobody did anything', async () => {
  expect(await findings()).toEqual([]);
  const { summary } = await shop.run();
  expect(summary.restored).toEqual([]);
});

const seen = [
  ['deleted rows', 'delete from analytics.weight_daily where day > $$2026-01-02$$', 'analytics.weight_daily'],
  [
    'a row that nobody published',
    `insert into analytics.weight_daily values ('2031-01-01', 1, 1, now())`,
    'analytics.weight_daily',
  ],
  ['a truncated table', 'truncate core.count_daily', 'core.count_daily'],
  ['deleted keys', `delete from analytics.depot_totals where depot = 'north'`, 'analytics.depot_totals'],
  ['a dropped table', 'drop table analytics.weight_daily', 'analytics.weight_daily'],
  ['a dropped column', 'alter table core.count_daily drop column parcels', 'core.count_daily'],
  ['another type', 'alter table core.count_daily alter column parcels type text', 'core.count_daily'],
  ['a dropped index', 'drop index core.count_daily_parcels_idx', 'core.count_daily'],
  [
    'a dropped key',
    'alter table analytics.weight_daily drop constraint weight_daily_pkey',
    'analytics.weight_daily',
  ],
] as const;

it.each(seen)(
  '%s: the doctor names it, the next run warns and makes good',
  async (_what, statement, table) => {
    await query(shop.warehouse.url, statement);
    const found = await findings();
    expect(found).not.toEqual([]);
    expect(found.every((line) => line.includes(` ${table}: `))).toBe(true);
    const { summary } = await shop.run();
    expect(summary.restored.map((one) => one.table)).toEqual([table]);
    expect(shop.lines.filter(({ level }) => level === 40)).toMatchObject([{ table }]);
    expect(await contents()).toEqual(before);
    expect(await findings()).toEqual([]);
  },
);

it.each([
  ...seen,
  [
    'a changed value',
    `update analytics.weight_daily set weight = 0 where day = '2026-01-03'`,
    'analytics.weight_daily',
  ],
  ['a changed value of a key', `update analytics.depot_totals set parcels = 9`, 'analytics.depot_totals'],
] as const)('%s: the doctor repairs it without loading anything', async (_what, statement) => {
  await query(shop.warehouse.url, statement);
  expect(await findings()).not.toEqual([]);
  const { summary } = await repairJob(job, shop.options());
  expect(summary.loads).toEqual({});
  expect(summary.restored).toHaveLength(1);
  expect(await contents()).toEqual(before);
  expect(await findings()).toEqual([]);
});

it('a changed value is noticed by one of fourteen runs, whichever slice it is in', async () => {
  await query(shop.warehouse.url, `update analytics.weight_daily set weight = 0 where day = '2026-01-04'`);
  let restored = 0;
  for (let run = 0; run < 14; run++) restored += (await shop.run()).summary.restored.length;
  expect(restored).toBe(1);
  expect(await contents()).toEqual(before);
}, 120_000);

it('grants to write, a killed run and marks of nobody are findings; what can be is repaired', async () => {
  await query(
    shop.warehouse.url,
    `grant insert on analytics.weight_daily to public;
     insert into etl.stale_slices (table_name, slice, run_id) values ('analytics.weight_daily', '2026-01-01', 999999);
     update etl.runs set status = 'running', finished_at = null where run_id = (select max(run_id) from etl.runs)`,
  );
  const found = (await findings()).join('\n');
  expect(found).toMatch(/grants analytics\.weight_daily: public may INSERT/);
  expect(found).toMatch(/ledger analytics\.weight_daily: 1 marks are of runs/);
  expect(found).toMatch(/ledger parcel-analytics: run \d+ says running/);
  await repairJob(job, shop.options());
  expect(await findings()).toEqual(['grants analytics.weight_daily: public may INSERT']);
  await query(shop.warehouse.url, 'revoke insert on analytics.weight_daily from public');
});

it('keeps no key in the ledger', async () => {
  const rows = await query<{ slice: string }>(
    shop.warehouse.url,
    `select slice from etl.published_slices where table_name = 'analytics.depot_totals'`,
  );
  expect(rows.every(({ slice }) => /^\d{1,3}$/.test(slice))).toBe(true);
});
