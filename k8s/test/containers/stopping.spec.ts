import {
  contents,
  hold,
  openShop,
  query,
  rowVersions,
  waitForStep,
  type Shop,
  type TestDatabase,
} from '@acme/testing';
import { startContainer } from '../support/container';
import { databasesOf } from '../support/databases';
import { describeContainers } from '../support/describe-containers';

describeContainers('a container among others', () => {
  let shop: Shop;
  let warehouse: TestDatabase;
  /** Loaded and changed like the first one, and never disturbed. */
  let twin: TestDatabase;

  const start = (into: TestDatabase = warehouse) =>
    startContainer('production', 'user-analytics', {
      env: {
        ...databasesOf({ ...shop, warehouse: into }),
        ENABLE_LEGACY_ETL: 'false',
        ENABLE_V1_SCHEMA: 'false',
      },
    });
  const runWell = async (into?: TestDatabase) => {
    const { code, stderr } = await start(into).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  };

  beforeAll(async () => {
    shop = await openShop({ users: 60, days: 100 });
  });
  afterAll(() => shop?.close());

  beforeEach(async () => {
    warehouse = await shop.newWarehouse();
    twin = await shop.newWarehouse();
    await runWell(warehouse);
    await runWell(twin);
    await query(
      shop.source.url,
      `update users_v2 set signup_source = signup_source || 'x', updated_at = updated_at + interval '1 second'
       where id % 3 = 0`,
    );
  });

  it('stops on SIGTERM in mid-run with 143, within seconds, and a later one makes it good', async () => {
    const before = await contents(warehouse.url);
    const holder = await hold(warehouse.url, 'core.users', 'share');
    const container = start();
    await waitForStep(warehouse.url, /users/);
    const asked = Date.now();
    await container.terminate();
    const { code, stderr, outOfMemory } = await container.ended;
    expect({ code, outOfMemory }).toEqual({ code: 143, outOfMemory: false });
    expect(stderr).toMatch(/stopped on request/);
    expect(Date.now() - asked).toBeLessThan(10_000);
    await holder.end();
    expect(differences(await contents(warehouse.url), before)).toEqual([]);
    expect(
      await query(
        warehouse.url,
        'select status, exit_code, pod_name from etl.runs order by run_id desc limit 1',
      ),
    ).toEqual([{ status: 'stopped', exit_code: 143, pod_name: container.podName }]);

    await runWell();
    await runWell(twin);
    const after = await contents(warehouse.url);
    expect(after['core.users']).not.toEqual(before['core.users']);
    expect(differences(after, await contents(twin.url))).toEqual([]);
  });

  it('hears a SIGTERM that comes while the program is still being loaded', async () => {
    const preload = `import Module from 'node:module';
      const load = Module._load;
      let sent = false;
      Module._load = function (request, parent, ...rest) {
        if (!sent && parent?.filename === '/app/main.js') process.kill(process.pid, 'SIGTERM', (sent = true));
        return load.call(this, request, parent, ...rest);
      };`;
    const container = startContainer('production', 'user-analytics', {
      env: {
        ...databasesOf({ ...shop, warehouse }),
        NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(preload)}`,
      },
    });
    const { code, terminationMessage } = await container.ended;
    expect({ code, terminationMessage }).toEqual({
      code: 143,
      terminationMessage: expect.stringMatching(/stopped on request/) as string,
    });
  });

  it('ends with 75 while another one holds the lock, and harms nothing', async () => {
    const holder = await hold(warehouse.url, 'core.users', 'share');
    const first = start();
    await waitForStep(warehouse.url, /users/);
    const before = await rowVersions(warehouse.url);
    const second = await start().ended;
    expect(second.code).toBe(75);
    expect(second.stderr).toMatch(/another run of user-analytics is at work/);
    expect(await rowVersions(warehouse.url)).toEqual(before);
    await holder.end();
    expect((await first.ended).code).toBe(0);
    expect(await query(warehouse.url, 'select status from etl.runs order by run_id')).toEqual([
      { status: 'succeeded' },
      { status: 'succeeded' },
    ]);
  });

  it('leaves nothing half when it is killed for good, and the retry makes it good', async () => {
    const holder = await hold(warehouse.url, 'core.users', 'share');
    const container = start();
    await waitForStep(warehouse.url, /users/);
    await container.kill();
    expect((await container.ended).code).toBe(137);
    await holder.end();
    // The server notices the death of its client within two seconds; until then the lock is held (75).
    let code = 75;
    for (let tries = 0; code === 75 && tries < 20; tries++) code = (await start().ended).code;
    expect(code).toBe(0);
    await runWell(twin);
    expect(differences(await contents(warehouse.url), await contents(twin.url))).toEqual([]);
  });
});

/** The tables whose rows differ. */
function differences(one: Record<string, string[]>, other: Record<string, string[]>): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
    (table) => one[table]?.join('\n') !== other[table]?.join('\n'),
  );
}
