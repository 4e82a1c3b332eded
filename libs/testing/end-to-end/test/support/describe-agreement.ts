import { findSqlRoot } from '@acme/db';
import { v2 } from '@acme/models';
import { TABLE_NAMES } from '@acme/oracle';
import { loadMetricDefinitions } from '@acme/pipeline';
import { builtApp, disagreements, environmentOf, openShop, query, v2Edits, type Shop } from '@acme/testing';

const app = builtApp('cli');

/** Declares the tests: all jobs on a shop, and every table beside its independent computation. */
export function describeAgreement(zone: string, seed: number): void {
  describe(`in ${zone} with the shop of seed ${seed}`, () => {
    let shop: Shop;
    const now = '2026-11-20T06:00:00Z';
    const later = '2026-11-23T15:30:00Z';

    const run = (runNow: string, ...options: string[]) =>
      app.runWell(environmentOf(shop, { REPORTING_TIMEZONE: zone, RUN_NOW: runNow }), [
        'run',
        'all',
        ...options,
      ]);

    const compare = (runNow: string) => disagreements(shop.source.url, shop.warehouse.url, zone, runNow);

    beforeAll(async () => {
      shop = await openShop({ seed, after: { environment: { REPORTING_TIMEZONE: zone, RUN_NOW: now } } });
    });
    afterAll(() => shop.close());

    it('agrees with an independent computation on every table after the first load', async () => {
      expect(await compare(now)).toEqual({});
    });

    it('fills every table', async () => {
      for (const table of TABLE_NAMES) {
        const [row] = await query<{ rows: string }>(
          shop.warehouse.url,
          `select count(*)::text as rows from analytics.${table}`,
        );
        expect({ table, filled: Number(row!.rows) > 0 }).toEqual({ table, filled: true });
      }
    });

    it('has an independent computation for every table of the schema', async () => {
      const tables = await query<{ name: string }>(
        shop.warehouse.url,
        "select tablename as name from pg_tables where schemaname = 'analytics' order by 1",
      );
      expect(tables.map(({ name }) => name)).toEqual([...TABLE_NAMES].sort());
    });

    it('carries the definitions of tables and columns as comments in the database', async () => {
      const comments = await query<{ name: string; text: string }>(
        shop.warehouse.url,
        `select nspname || '.' || relname || coalesce('.' || attname, '') as name, description as text
       from pg_description join pg_class on pg_class.oid = objoid join pg_namespace on pg_namespace.oid = relnamespace
       left join pg_attribute on attrelid = objoid and attnum = objsubid and objsubid > 0
       where classoid = 'pg_class'::regclass and nspname in ('core', 'analytics')`,
      );
      const textOf = new Map(comments.map(({ name, text }) => [name, text]));
      const all = loadMetricDefinitions(findSqlRoot());
      for (const definition of all.filter(({ generation }) => generation !== 'v1')) {
        expect(textOf.get(definition.table)).toContain(definition.description);
        for (const [column, { description }] of Object.entries(definition.columns)) {
          expect(textOf.get(`${definition.table}.${column}`)).toBe(description);
        }
      }
      for (const column of v2.users.columns) {
        expect(textOf.get(`core.users.${column.coreName}`)).toContain(column.description);
      }
    });

    it('agrees after the shop has gone on for three days, with late edits, refunds and deletions everywhere', async () => {
      await shop.advance(3);
      await query(shop.source.url, v2Edits);
      await run(later);
      expect(await compare(later)).toEqual({});
    });

    it('writes nothing when everything is computed again from scratch', async () => {
      await run(later, '--full-refresh');
      const [row] = await query<{ slices: string; written: string }>(
        shop.warehouse.url,
        `select sum(slices)::text as slices, sum(inserted + updated + deleted)::text as written
       from etl.publications where run_id > (select max(run_id) - 4 from etl.runs)`,
      );
      expect(Number(row!.slices)).toBeGreaterThan(1000);
      expect(row!.written).toBe('0');
    });
  });
}
