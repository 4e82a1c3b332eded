import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  builtApp,
  contents,
  createDatabase,
  differences,
  dropDatabase,
  query,
  rowVersions,
  schemaOf,
  testServer,
  waitForStep,
  type TestDatabase,
  type TestServer,
} from '@acme/testing';
import { settingsOf, type Flags } from '../support/disagreements';
import { restoreDump } from '../support/restore-dump';

const fixture = (name: string) => join(__dirname, '../fixtures/filled-warehouse', name);
const app = builtApp('cli');
const runNow = '2026-11-24T06:00:00Z';
/** User 9007 of the fixture. */
const clockWentBack = 'v1_-8WegBbK2TMLjaB0-zN-lQ';

let server: TestServer;
let source: TestDatabase;
const made: TestDatabase[] = [];

beforeAll(async () => {
  server = await testServer(process.env.TEST_DATABASE_URL);
  source = await database();
  await restoreDump(source.url, fixture('sources.sql.gz'));
});
afterAll(async () => {
  for (const each of made) await dropDatabase(server, each);
  await server.release();
});

async function database(template?: string): Promise<TestDatabase> {
  const another = await createDatabase(server, template ? { template } : {});
  made.push(another);
  return another;
}

describe.each([
  ['v2', 'warehouse-v2.sql.gz', { legacyEtl: false, v1Schema: false }],
  ['legacy', 'warehouse-v1.sql.gz', { legacyEtl: true, v1Schema: true }],
] satisfies [string, string, Flags][])(
  'a filled warehouse of the first release, %s',
  (_name, dump, flags) => {
    let old: TestDatabase;
    let migrated: TestDatabase;
    let fresh: TestDatabase;
    let before: Awaited<ReturnType<typeof knownBefore>>;

    const environment = (warehouse: TestDatabase, more: Record<string, string> = {}) => ({
      PATH: process.env.PATH,
      SOURCE_DATABASE_URL: source.url,
      WAREHOUSE_DATABASE_URL: warehouse.url,
      PII_KEYRING: readFileSync(fixture('keyring.json'), 'utf8'),
      REPORTING_TIMEZONE: 'America/New_York',
      RUN_NOW: runNow,
      QUARANTINE_LIMIT: '1',
      DELETE_LIMIT: '1',
      ...settingsOf(flags),
      ...more,
    });

    beforeAll(async () => {
      old = await database();
      await restoreDump(old.url, fixture(dump));
      before = await knownBefore(old);
      migrated = await database(old.name);
      await app.runWell(environment(migrated), ['run', 'all']);
      fresh = await firstLoad();
    });

    it('has the schema of a warehouse that was made today', async () => {
      expect(await schemaOf(migrated.url)).toEqual(await schemaOf(fresh.url));
    });

    it('is after one run what a first load of the same sources makes', async () => {
      expect(differences(await comparable(migrated), await comparable(fresh), names)).toEqual({});
    });

    it('keeps what only it knew: the history of attributes, and what was deleted', async () => {
      const after = await knownBefore(migrated);
      const still = before.history.filter(
        (line) => after.users.has(line.split(' ')[0]!) && !line.startsWith(clockWentBack),
      );
      expect(after.history).toEqual(expect.arrayContaining(still));
      expect(still.length).toBeGreaterThan(70);
      // Rows that are back in the source are no longer dead; all others stay so.
      const back = await query<{ key: string }>(
        migrated.url,
        "select 'users ' || id as key from core.users union all select 'orders ' || id from core.orders",
      );
      const alive = new Set(back.map(({ key }) => key));
      expect(after.tombstones).toEqual(
        expect.arrayContaining(before.tombstones.filter((key) => !alive.has(key))),
      );
      expect(after.tombstones.filter((key) => alive.has(key))).toEqual([]);
    });

    it('knows the newest state of an account whose clock went back before', async () => {
      // Active since 10 November as the run of 22 November still saw; the next one saw it churned, since the 9th.
      const history = await query(
        migrated.url,
        `select to_char(valid_from at time zone 'UTC', 'MM-DD HH24:MI') as since, status
       from core.users_history where user_token = $1 order by valid_from`,
        [clockWentBack],
      );
      expect(history).toEqual([
        { since: '11-10 12:00', status: 'active' },
        { since: '11-22 06:00', status: 'churned' },
      ]);
      const spans = await query(
        migrated.url,
        `select from_day::text, to_day::text, status from core.user_spans where user_token = $1 order by from_day`,
        [clockWentBack],
      );
      expect(spans).toEqual([
        { from_day: '-infinity', to_day: '2026-11-22', status: 'active' },
        { from_day: '2026-11-22', to_day: 'infinity', status: 'churned' },
      ]);
    });

    it('writes nothing when it runs again', async () => {
      const versions = await rowVersions(migrated.url);
      await app.runWell(environment(migrated), ['run', 'all']);
      expect(await rowVersions(migrated.url)).toEqual(versions);
    });

    it('comes to the same when it is killed again and again on the way', async () => {
      const warehouse = await database(old.name);
      const small = environment(warehouse, { LOAD_BATCH_ROWS: '1000' });
      const steps = [/migrations/, /extract/, /merge/, /sweep/, /publish/, null];
      for (const [nth, step] of steps.entries()) {
        const { child, finished } = app.start(small, ['run', 'all']);
        const ended = finished.then(() => true);
        const reached = step ? waitForStep(warehouse.url, step, false) : sleep(300 * nth);
        await Promise.race([ended, reached]);
        child.kill('SIGKILL');
        await finished;
      }
      await runPatiently(small);
      expect(differences(await comparable(warehouse), await comparable(migrated))).toEqual({});
      expect(await schemaOf(warehouse.url)).toEqual(await schemaOf(migrated.url));
    });

    /** A killed run's locks go with the server's backends, which notice the death within seconds. */
    async function runPatiently(settings: ReturnType<typeof environment>): Promise<void> {
      for (let tries = 0; tries < 50; tries++) {
        const { code, stderr, stdout } = await app.run(settings, ['run', 'all']);
        if (code === 0) return;
        if (code !== 75) throw new Error(`run ended ${code}: ${stderr}${stdout}`);
        await sleep(200);
      }
      throw new Error('the locks of killed runs are still held');
    }

    /** A first load into a warehouse that knows the same history: what a past day looked like is not in the sources. */
    async function firstLoad(): Promise<TestDatabase> {
      const fresh = await database();
      await app.runWell(environment(fresh), ['migrate']);
      const history = await query<{ row: unknown }>(
        migrated.url,
        'select to_jsonb(h) as row from core.users_history as h',
      );
      await query(
        fresh.url,
        'insert into core.users_history select * from jsonb_populate_recordset(null::core.users_history, $1)',
        [JSON.stringify(history.map(({ row }) => row))],
      );
      await app.runWell(environment(fresh), ['run', 'all']);
      return fresh;
    }
  },
);

const names = ['the migrated warehouse', 'the first load'] as const;

/**
 * Facts, metric tables and quarantine; tombstones are looked at by themselves. The history of a user is taken by
 * the values that changed in it: a first load adds the row it finds, also where it says what was known.
 */
async function comparable({ url }: TestDatabase): Promise<Record<string, string[]>> {
  const tables = { ...(await contents(url)), 'core.tombstones': [] };
  const lines = async (sql: string) => (await query<{ line: string }>(url, sql)).map(({ line }) => line);
  return {
    ...tables,
    'core.users_history': await lines(changesOf('core.users_history', 'valid_from')),
    'core.user_spans': await lines(changesOf('core.user_spans', 'from_day')),
    'etl.quarantine': await lines(
      `select concat_ws(' ', entity, source_id, reasons) as line from etl.quarantine`,
    ),
    'etl.stale_slices': await lines(
      `select concat_ws(' ', table_name, slice) as line from etl.stale_slices where to_regclass(table_name) is not null`,
    ),
  };
}

const changesOf = (table: string, since: string) => `
  select concat_ws(' ', user_token, since, status, tier, country) as line
  from (
    select user_token, ${since} as since, status, subscription_tier as tier, country_code as country,
      lag(row(status, subscription_tier, country_code)) over (partition by user_token order by ${since}) as before
    from ${table}
  ) as known
  where before is distinct from row(status, tier, country)`;

async function knownBefore({ url }: TestDatabase) {
  const lines = async (sql: string) => (await query<{ line: string }>(url, sql)).map(({ line }) => line);
  return {
    users: new Set(await lines('select user_token as line from core.users')),
    history: await lines(
      `select concat_ws(' ', user_token, extract(epoch from valid_from), status, subscription_tier, country_code) as line
       from core.users_history order by 1`,
    ),
    tombstones: await lines(
      `select concat_ws(' ', entity, id) as line from core.tombstones where entity in ('users', 'orders') order by 1`,
    ),
  };
}
