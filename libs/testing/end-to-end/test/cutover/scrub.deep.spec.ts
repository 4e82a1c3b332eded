import { builtApp, environmentOf, query, testKey, type Shop } from '@acme/testing';
import { Client } from 'pg';
import {
  findPersonal,
  openShopOfPersons,
  rowsOf,
  scrub,
  statistics,
  until,
  v1Tables,
} from '../support/scrub';

const raw = { ...v1Tables, V1_PII: 'direct', V1_PII_DIRECT_GRANTED: 'true' };
const app = builtApp('cli');
let shop: Shop;
let personal: string[];

beforeAll(async () => {
  ({ shop, personal } = await openShopOfPersons());
});
afterAll(() => shop.close());

const found = (url: string, outputs = '') => findPersonal(url, personal, outputs);

describe('after V1_PII=direct', () => {
  const now = '2026-11-20T06:00:00Z';
  beforeAll(async () => {
    await app.runWell(environmentOf(shop, raw), ['run', 'all']);
  });

  it('refuses while values would be written again, without a key, and with another key', async () => {
    const direct = await scrub(shop, raw);
    expect(direct).toMatchObject({
      code: 78,
      stderr: expect.stringMatching(/V1_PII=direct is set.*V1_PII=tokens/) as string,
    });
    expect(await scrub(shop, { PII_KEYRING: undefined })).toMatchObject({ code: 78 });
    const otherKey = JSON.stringify({ current: 1, keys: { 1: testKey(8).toString('base64') } });
    expect(await scrub(shop, { PII_KEYRING: otherKey })).toMatchObject({
      code: 78,
      stderr: expect.stringMatching(/not the one the warehouse was filled with/) as string,
    });
  });

  it('waits for nobody: 75 while a run is at work', async () => {
    const run = new Client({ connectionString: shop.warehouse.url });
    await run.connect();
    await run.query("select pg_advisory_lock(hashtextextended('acme-etl payment-analytics', 0))");
    const refused = await scrub(shop);
    await run.end();
    expect(refused).toMatchObject({
      code: 75,
      stderr: expect.stringMatching(/payment-analytics is at work.*then try again/) as string,
    });
  });

  it('stops cleanly on SIGTERM', async () => {
    const holder = new Client({ connectionString: shop.warehouse.url });
    await holder.connect();
    await holder.query('begin; lock table analytics_v1.user_activity in share mode');
    const { child, finished } = app.start(environmentOf(shop, v1Tables), ['cutover', 'scrub']);
    await until(async () => {
      const waiting = await query(
        shop.warehouse.url,
        "select from pg_stat_activity where application_name = 'acme-etl cutover scrub' and wait_event_type = 'Lock' and datname = current_database()",
      );
      return waiting.length > 0;
    });
    child.kill('SIGTERM');
    expect(await finished).toMatchObject({
      code: 143,
      stderr: expect.stringMatching(/stopped on request.*run again to go on/) as string,
    });
    await holder.end();
  });

  it('makes of them what a run with tokens would have made, in v1 tables and in core', async () => {
    expect((await found(shop.warehouse.url)).length).toBeGreaterThan(personal.length / 2);
    const { code, stdout, stderr } = await scrub(shop);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/core\.users +email_shown +email +0 +0 +0/);
    expect(await found(shop.warehouse.url, (await statistics(shop.warehouse.url)) + stdout)).toEqual([]);
    const disclosures = await query(
      shop.warehouse.url,
      "select disclosure from etl.watermarks where entity = 'users'",
    );
    expect(disclosures).toEqual([{ disclosure: 'tokens' }]);
    const fresh = await shop.newWarehouse();
    await app.runWell(environmentOf({ ...shop, warehouse: fresh }, v1Tables), ['run', 'all']);
    for (const table of ['user_activity', 'user_segments'])
      expect(await rowsOf(shop.warehouse.url, table)).toEqual(await rowsOf(fresh.url, table));
  });

  it('leaves the next run nothing to read again', async () => {
    await app.runWell(environmentOf(shop, { ...v1Tables, RUN_NOW: now }), ['run', 'all']);
    const [loads] = await query<{ updated: string; written: string }>(
      shop.warehouse.url,
      `select
         (select coalesce(sum(extracted), 0)::text from etl.loads where entity = 'users' and run_id > (select max(run_id) - 4 from etl.runs)) as updated,
         (select coalesce(sum(inserted + updated + deleted), 0)::text from etl.publications where run_id > (select max(run_id) - 4 from etl.runs)) as written`,
    );
    expect(loads).toEqual({ updated: '0', written: '0' });
  });

  it('leaves the masks of V1_PII=masked where they are', async () => {
    const masked = { ...v1Tables, V1_PII: 'masked' };
    await app.runWell(environmentOf(shop, masked), ['run', 'all']);
    const before = await rowsOf(shop.warehouse.url, 'user_segments');
    const { code, stdout } = await scrub(shop, masked);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^0 rows in 0 tables were replaced/m);
    expect(stdout).toMatch(/core\.users +email_shown +email +0 +0 +[1-9]/);
    expect(await rowsOf(shop.warehouse.url, 'user_segments')).toEqual(before);
  });
});

it.each([
  [['--dry'], /it takes --dry-run, --batch-rows/],
  [['--batch-rows', '0'], /--batch-rows takes a number/],
  [['--batch-rows'], /--batch-rows N/],
  [['now'], /unexpected argument now/],
])('ends %j with 64', async (options, line) => {
  expect(await scrub(shop, {}, ...options)).toMatchObject({
    code: 64,
    stderr: expect.stringMatching(line) as string,
  });
});

it('has nothing to do in an empty warehouse', async () => {
  const warehouse = await shop.newWarehouse();
  expect(await scrub({ ...shop, warehouse })).toMatchObject({ code: 0, stderr: '' });
});
