import {
  builtApp,
  disagreements,
  environmentOf,
  legacyEdits,
  openShop,
  query,
  settingsOf,
  type Shop,
  type TestDatabase,
} from '@acme/testing';

const app = builtApp('cli');
const now = '2026-11-20T06:00:00Z';
const later = '2026-11-23T15:30:00Z';

const combinations = [
  { legacyEtl: true, v1Schema: true },
  { legacyEtl: true, v1Schema: false },
  { legacyEtl: false, v1Schema: true },
];

describe.each([
  { zone: 'UTC', seed: 1 },
  { zone: 'America/New_York', seed: 2 },
])('every combination of flags in $zone with the shop of seed $seed', ({ zone, seed }) => {
  let shop: Shop;
  const warehouses: TestDatabase[] = [];

  beforeAll(async () => {
    shop = await openShop({ seed });
    for (const flags of combinations) {
      const warehouse = await shop.newWarehouse();
      warehouses.push(warehouse);
      await run(warehouse, flags, now);
    }
  });
  afterAll(() => shop.close());

  const run = (warehouse: TestDatabase, flags: (typeof combinations)[number], runNow: string) =>
    app.runWell(
      environmentOf(
        { ...shop, warehouse },
        { ...settingsOf(flags), REPORTING_TIMEZONE: zone, RUN_NOW: runNow },
      ),
      ['run', 'all'],
    );

  const compare = (nth: number, runNow: string) =>
    disagreements(shop.source.url, warehouses[nth]!.url, zone, runNow, combinations[nth]);

  it.each(combinations.map((flags, nth) => ({ ...flags, nth })))(
    'legacy ETL $legacyEtl, v1 schema $v1Schema: agrees with an independent computation on every table',
    async ({ nth }) => {
      expect(await compare(nth, now)).toEqual({});
    },
  );

  it('publishes one schema only', async () => {
    for (const [nth, { v1Schema }] of combinations.entries()) {
      const schemas = await query<{ schema: string }>(
        warehouses[nth]!.url,
        `select distinct split_part(table_name, '.', 1) as schema from etl.metric_tables order by 1`,
      );
      expect(schemas.map(({ schema }) => schema)).toEqual([v1Schema ? 'analytics_v1' : 'analytics', 'core']);
    }
  });

  it('agrees after the shop has gone on for three days, with late edits and deletions everywhere', async () => {
    await shop.advance(3);
    await query(shop.source.url, legacyEdits);
    for (const [nth, flags] of combinations.entries()) {
      await run(warehouses[nth]!, flags, later);
      expect({ flags, found: await compare(nth, later) }).toEqual({ flags, found: {} });
    }
  });

  it('writes nothing when everything is computed again from scratch', async () => {
    for (const [nth, flags] of combinations.entries()) {
      const { url } = warehouses[nth]!;
      await query(url, 'update etl.metric_tables set computed_now = null');
      await run(warehouses[nth]!, flags, later);
      const written = await query(
        url,
        `select table_name from etl.publications where run_id > (select max(run_id) - 4 from etl.runs) and inserted + updated + deleted > 0`,
      );
      expect({ flags, written }).toEqual({ flags, written: [] });
    }
  });
});
