import { loadParityDefinitions } from '@acme/pipeline';
import { findSqlRoot } from '@acme/db';
import { builtApp, environmentOf, openShop, query, type Shop, type TestDatabase } from '@acme/testing';
import { settingsOf, type Flags } from '../support/disagreements';
import { parityOf } from '../support/parity';

const app = builtApp('cli');
const now = '2026-11-20T06:00:00Z';
const later = '2026-11-23T15:30:00Z';
const combinations: Flags[] = [
  { legacyEtl: true, v1Schema: true },
  { legacyEtl: true, v1Schema: false },
  { legacyEtl: false, v1Schema: true },
  { legacyEtl: false, v1Schema: false },
];

let shop: Shop;
const warehouses: TestDatabase[] = [];

beforeAll(async () => {
  shop = await openShop();
  for (const flags of combinations) {
    const warehouse = await shop.newWarehouse();
    warehouses.push(warehouse);
    await app.runWell(environment(warehouse, flags, now), ['run', 'all']);
  }
});
afterAll(() => shop.close());

const environment = (warehouse: TestDatabase, flags: Flags, runNow?: string) =>
  environmentOf(
    { ...shop, warehouse },
    { ...settingsOf(flags), REPORTING_TIMEZONE: 'America/New_York', RUN_NOW: runNow },
  );

const compare = (nth: number, ...options: string[]) =>
  parityOf(environment(warehouses[nth]!, combinations[nth]!), options);

/** Statuses that change on the running day, and the first account by far, which nobody uses. */
const changesOfToday = ['v2', 'legacy']
  .map(
    (generation) =>
      `update users_${generation} set status = 'churned', updated_at = '2026-11-23 14:00' where status = 'active' and id % 10 = 1;
       insert into users_${generation} (id, email, status, created_at, updated_at)
       values (1000000, 'first@example.com', 'active', '2025-09-10 12:00', '2025-09-10 12:00');`,
  )
  .join('\n');

const wholeTime = ['--from', '2026-01-01', '--to', '2026-11-23'] as const;

it.each(combinations.map((flags, nth) => ({ ...flags, nth })))(
  'finds nothing unexplained: legacy ETL $legacyEtl, v1 schema $v1Schema',
  async ({ nth }) => {
    const { code, tables, days } = await compare(nth, ...wholeTime);
    expect(tables.flatMap(({ findings }) => findings)).toEqual([]);
    expect(code).toBe(0);
    expect(days).toEqual({ from: '2026-01-01', to: '2026-11-23' });
    expect(tables.map(({ table }) => table).sort()).toEqual(
      loadParityDefinitions(findSqlRoot())
        .map(({ table }) => table)
        .sort(),
    );
    for (const { equal, declared, compared } of tables) {
      expect(equal).toBeGreaterThan(0);
      expect(equal + declared).toBe(compared);
    }
  },
);

it('finds nothing unexplained after three days of late edits, and every declared difference at work somewhere', async () => {
  await shop.advance(3);
  await query(shop.source.url, changesOfToday);
  const seen = new Set<string>();
  for (const [nth, flags] of combinations.entries()) {
    await app.runWell(environment(warehouses[nth]!, flags, later), ['run', 'all']);
    const { tables } = await compare(nth, ...wholeTime);
    expect({ flags, findings: tables.flatMap(({ findings }) => findings) }).toEqual({ flags, findings: [] });
    for (const { table, differences } of tables)
      for (const name of Object.keys(differences)) seen.add(`${table} ${name}`);
  }
  const declared = loadParityDefinitions(findSqlRoot()).flatMap(({ table, differences }) =>
    Object.keys(differences).map((name) => `${table} ${name}`),
  );
  expect([...seen].sort()).toEqual(declared.sort());
});

it('publishes nothing, whichever side it computes', async () => {
  const tablesOf = async (nth: number) =>
    query(
      warehouses[nth]!.url,
      `select schemaname, tablename from pg_tables where schemaname like 'analytics%' order by 1, 2`,
    );
  const before = await tablesOf(0);
  expect(new Set(before.map(({ schemaname }) => schemaname))).toEqual(new Set(['analytics_v1']));
  await compare(0);
  expect(await tablesOf(0)).toEqual(before);
});

it('shows the last thirty days where none are named, and a table for people', async () => {
  const { days } = await compare(0);
  expect(days).toEqual({ from: '2026-10-24', to: '2026-11-22' });
  const { code, stdout } = await app.run(environment(warehouses[0]!, combinations[0]!), ['parity']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/v1 table +values +equal +declared +unexplained/);
  expect(stdout).toMatch(/analytics_v1\.order_analytics +currencies_added +\d/);
});
