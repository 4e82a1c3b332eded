import {
  builtApp,
  disagreements,
  environmentOf,
  legacyEdits,
  openShop,
  ownServer,
  query,
  settingsOf,
  v2Edits,
  type Finished,
  type Flags,
  type Shop,
  type TestDatabase,
} from '@acme/testing';

const app = builtApp('cli');
const now = '2026-11-20T06:00:00Z';
const later = '2026-11-23T15:30:00Z';

/** Both generations of source tables and both schemas, in two warehouses of one shop. */
const settings: { readonly flags: Flags; readonly zone: string }[] = [
  { flags: { legacyEtl: false, v1Schema: false }, zone: 'America/New_York' },
  { flags: { legacyEtl: true, v1Schema: true }, zone: 'UTC' },
];

/** Declares the tests: all jobs and the commands that look at them, with source and warehouse on one version. */
export function describeVersion(version: number): void {
  describe(`on PostgreSQL ${version}`, () => {
    let shop: Shop;
    const warehouses: TestDatabase[] = [];

    beforeAll(async () => {
      shop = await openShop({ server: await ownServer({ version }), users: 50, days: 40, eventsPerUser: 30 });
      warehouses.push(shop.warehouse, await shop.newWarehouse());
    });
    afterAll(() => shop?.close());

    const call = (nth: number, runNow: string, ...argv: string[]): Promise<Finished> => {
      const { flags, zone } = settings[nth]!;
      const environment = { ...settingsOf(flags), REPORTING_TIMEZONE: zone, RUN_NOW: runNow };
      return app.runWell(environmentOf({ ...shop, warehouse: warehouses[nth]! }, environment), argv);
    };

    const compare = (nth: number, runNow: string) =>
      disagreements(shop.source.url, warehouses[nth]!.url, settings[nth]!.zone, runNow, settings[nth]!.flags);

    it('is that version', async () => {
      expect(
        await query(shop.source.url, `select current_setting('server_version_num')::int / 10000 as major`),
      ).toEqual([{ major: version }]);
    });

    it.each([0, 1])('agrees with an independent computation after a first load (%d)', async (nth) => {
      await call(nth, now, 'run', 'all');
      expect(await compare(nth, now)).toEqual({});
    });

    it('agrees after three more days with late edits and deletions everywhere', async () => {
      await shop.advance(3);
      await query(shop.source.url, v2Edits);
      await query(shop.source.url, legacyEdits);
      for (const nth of [0, 1]) {
        await call(nth, later, 'run', 'all');
        expect({ nth, found: await compare(nth, later) }).toEqual({ nth, found: {} });
      }
    });

    it('writes nothing when everything is read and computed again', async () => {
      await call(0, later, 'run', 'all', '--full-refresh');
      const written = await query(
        warehouses[0]!.url,
        `select table_name from etl.publications
         where run_id > (select max(run_id) - 4 from etl.runs) and inserted + updated + deleted > 0`,
      );
      expect(written).toEqual([]);
    });

    it('reruns a day, and shows what a run would do', async () => {
      await call(0, later, 'run', 'all', '--date', '2026-11-10');
      await call(0, later, 'run', 'all', '--dry-run');
      expect(await compare(0, later)).toEqual({});
    });

    it('finds nothing unexplained between the two schemas', async () => {
      // 65 otherwise.
      const { stdout } = await call(1, later, 'parity');
      expect(stdout).toMatch(/analytics_v1\.user_segments/);
    });

    it('answers status, history, reconcile and query', async () => {
      for (const nth of [0, 1]) {
        for (const command of ['status', 'history', 'reconcile']) {
          const { stdout } = await call(nth, later, command);
          expect(stdout).not.toBe('');
        }
      }
      const { stdout } = await call(
        0,
        later,
        'query',
        'select max(day) as last_day from analytics.order_daily',
      );
      expect(stdout).toMatch(/2026-11-2\d/);
    });
  });
}
