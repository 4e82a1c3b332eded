import { query } from '../query';
import { builtApp, environmentOf } from './app';
import { openShop, type Shop } from './shop';
import { rowVersions } from './warehouse';

/** What differs between jobs in the tests that every job's app has to pass. */
export interface JobUnderTest {
  readonly name: string;
  /** Some of its metric tables, filled in every shop. */
  readonly tables: readonly string[];
  /** A change of the source's tables, and the line that tells of it. */
  readonly drift: { readonly sql: string; readonly line: RegExp };
  /** A change to one source row of 2026-10-05, and the table it reaches on that day. */
  readonly edit: { readonly sql: string; readonly table: string };
}

/** Declares the tests: the built job, alone on a warehouse of its own, against a shop. */
export function describeJob({ name, tables, drift, edit }: JobUnderTest): void {
  describe(`${name} by itself`, () => {
    const app = builtApp(name);
    let shop: Shop;

    beforeAll(async () => {
      shop = await openShop({ users: 200, days: 120 });
    });
    afterAll(() => shop.close());

    it('fills its tables although no other job has ever run', async () => {
      const { lines } = await app.runWell(environmentOf(shop));
      expect(lines.at(-1)).toMatchObject({ msg: 'run finished', job: name });
      for (const table of tables) {
        const rows = await query(shop.warehouse.url, `select from analytics.${table} limit 1`);
        expect({ table, rows: rows.length }).toEqual({ table, rows: 1 });
      }
    });

    it('writes nothing when nothing changed', async () => {
      const before = await rowVersions(shop.warehouse.url);
      await app.runWell(environmentOf(shop));
      expect(await rowVersions(shop.warehouse.url)).toEqual(before);
    });

    it('carries an edit of one row to its day only', async () => {
      await query(shop.source.url, edit.sql);
      await app.runWell(environmentOf(shop));
      const days = await query<{ day: string }>(
        shop.warehouse.url,
        `select distinct day::text from analytics.${edit.table} where run_id = (select max(run_id) from etl.runs)`,
      );
      expect(days).toEqual([{ day: '2026-10-05' }]);
    });

    it('stops with 65 before it reads a drifted source', async () => {
      await query(shop.source.url, drift.sql);
      const before = await rowVersions(shop.warehouse.url);
      const { code, stderr } = await app.run(environmentOf(shop));
      expect({ code, stderr }).toEqual({ code: 65, stderr: expect.stringMatching(drift.line) as string });
      expect(await rowVersions(shop.warehouse.url)).toEqual(before);
    });

    it('names the setting it lacks', async () => {
      const { code, stderr } = await app.run(environmentOf(shop, { SOURCE_DATABASE_URL: undefined }));
      expect(code).toBe(78);
      expect(stderr).toMatch(/_DATABASE_URL/);
    });
  });
}
