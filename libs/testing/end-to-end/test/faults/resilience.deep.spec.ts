import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import {
  builtApp,
  contents,
  environmentOf,
  hold,
  openShop,
  query,
  waitForStep,
  type Running,
  type Shop,
  type TestDatabase,
} from '@acme/testing';

const app = builtApp('user-analytics');

let shop: Shop;
let undisturbed: Record<string, string[]>;

beforeAll(async () => {
  shop = await openShop({ users: 80, days: 120 });
  await app.runWell(environmentOf(shop));
  undisturbed = await contents(shop.warehouse.url);
});
afterAll(() => shop.close());

/** The lock goes with the server's backend, which notices the death of its client within a second or two. */
async function rerun(environment: ReturnType<typeof environmentOf>) {
  for (let tries = 0; ; tries++) {
    const finished = await app.run(environment);
    if (finished.code !== 75 || tries > 50) return finished;
    await sleep(200);
  }
}

describe('killed with SIGKILL', () => {
  it.each([
    ['while it extracts', /extract user_activity/, null],
    [
      'while it merges',
      /merge users/,
      "select pg_advisory_xact_lock_shared(hashtextextended('acme-etl marks', 0))",
    ],
    [
      'while it records a load',
      /record users/,
      "insert into etl.watermarks (entity, after_id, key_check, run_id) values ('users', 0, '', 0)",
    ],
    ['while it transforms', /transform analytics/, null],
    ['while it publishes', /publish analytics/, null],
    [
      'while it records a publication',
      /record core\.user_days/,
      "insert into etl.metric_tables (table_name, job, definition, zone, run_id) values ('core.user_days', '', '', '', 0)",
    ],
  ])('%s, a rerun makes the warehouse what an undisturbed run makes it', async (_when, step, statement) => {
    const warehouse = await shop.newWarehouse();
    const environment = environmentOf({ ...shop, warehouse }, { LOAD_BATCH_ROWS: '1000' });
    await prepare(warehouse, environment);
    const holder = statement ? await holdBy(warehouse.url, statement) : undefined;
    const running = app.start(environment);
    await waitForStep(warehouse.url, step, statement !== null);
    running.child.kill('SIGKILL');
    await running.finished;
    await holder?.end();
    expect((await rerun(environment)).code).toBe(0);
    expect(await contents(warehouse.url)).toEqual(undisturbed);
    const runs = await query<{ status: string }>(
      warehouse.url,
      'select status from etl.runs order by run_id',
    );
    expect(runs.map(({ status }) => status)).toEqual(['failed', 'abandoned', 'succeeded']);
  });

  /** A transaction of somebody else's that a run meets in the middle of a unit: tables it looks at before that. */
  async function holdBy(url: string, statement: string): Promise<Client> {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    await client.query(`begin; ${statement}`);
    return client;
  }

  /** Migrates the warehouse by a run that stops at its preflight: later runs find the tables to lock. */
  async function prepare(
    warehouse: TestDatabase,
    environment: ReturnType<typeof environmentOf>,
  ): Promise<void> {
    await query(shop.source.url, 'alter table users_v2 rename column email to mail');
    try {
      expect((await app.run(environment)).code).toBe(65);
    } finally {
      await query(shop.source.url, 'alter table users_v2 rename column mail to email');
    }
    expect(await query(warehouse.url, 'select from core.users')).toEqual([]);
  }
});

it('stops on SIGTERM within seconds with 143, publishes nothing half, and goes on later', async () => {
  const warehouse = await shop.newWarehouse();
  const environment = environmentOf({ ...shop, warehouse });
  await app.runWell(environment);
  await query(
    shop.source.url,
    `update users_v2 set subscription_tier = case subscription_tier when 'premium' then 'basic' else 'premium' end, updated_at = '2026-11-20T04:00Z'
     where id in (select user_id from user_activity_v2 where created_at > '2026-11-10' and activity_type <> 'logout')`,
  );
  const before = await contents(warehouse.url);
  const holder = await hold(warehouse.url, 'analytics.user_activity_daily', 'share');
  const running = app.start(environment);
  // Names of applications end after 63 characters.
  await waitForStep(warehouse.url, /wait for the lock of analytics\.user_activity_d/);
  const asked = Date.now();
  running.child.kill('SIGTERM');
  const stopped = await running.finished;
  expect(Date.now() - asked).toBeLessThan(10_000);
  expect(stopped.code).toBe(143);
  expect(stopped.stderr).toMatch(/stopped on request/);
  await holder.end();
  expect((await contents(warehouse.url))['analytics.user_activity_daily']).toEqual(
    before['analytics.user_activity_daily'],
  );
  expect(
    await query(warehouse.url, 'select status, exit_code from etl.runs order by run_id desc limit 1'),
  ).toEqual([{ status: 'stopped', exit_code: 143 }]);
  expect((await rerun(environment)).code).toBe(0);
  expect((await contents(warehouse.url))['analytics.user_activity_daily']).not.toEqual(
    before['analytics.user_activity_daily'],
  );
});

it('lets one of two runs work and ends the other with 75, harmless', async () => {
  const warehouse = await shop.newWarehouse();
  const environment = environmentOf({ ...shop, warehouse });
  await app.runWell(environment);
  await query(
    shop.source.url,
    `update users_v2 set status = 'active', updated_at = '2026-11-20T04:30Z' where id % 10 = 2`,
  );
  const holder = await hold(warehouse.url, 'core.users', 'share');
  const first: Running = app.start(environment);
  await waitForStep(warehouse.url, /users/);
  const second = await app.run(environment);
  expect(second.code).toBe(75);
  expect(second.stderr).toMatch(/another run of user-analytics is at work; wait/);
  await holder.end();
  expect((await first.finished).code).toBe(0);
  expect(await query(warehouse.url, `select status from etl.runs order by run_id`)).toEqual([
    { status: 'succeeded' },
    { status: 'succeeded' },
  ]);
});

it('brings rows of a transaction that was open across a whole run with the next run', async () => {
  const warehouse = await shop.newWarehouse();
  const environment = environmentOf({ ...shop, warehouse });
  await app.runWell(environment);
  const slow = new Client({ connectionString: shop.source.url });
  await slow.connect();
  await slow.query('begin');
  const { rows } = await slow.query<{ id: string }>(
    `insert into user_activity_v2 (id, user_id, activity_type, created_at)
     select nextval(pg_get_serial_sequence('user_activity_v2', 'id')), 1, 'login', '2026-11-19T12:00Z' returning id::text`,
  );
  const slowId = rows[0]!.id;
  await slow.query(`update users_v2 set signup_source = 'partner', updated_at = now() where id = 2`);
  // Others commit younger rows meanwhile, and a run loads them.
  await query(
    shop.source.url,
    `insert into user_activity_v2 (id, user_id, activity_type, created_at)
     select nextval(pg_get_serial_sequence('user_activity_v2', 'id')), 3, 'login', '2026-11-19T13:00Z' from generate_series(1, 5);
     update users_v2 set signup_source = 'partner', updated_at = clock_timestamp() where id = 4`,
  );
  const loaded = async () =>
    query<{ events: string; users: string }>(
      warehouse.url,
      `select (select count(*)::text from core.user_activity where id = $1) as events,
         (select string_agg(id::text, ',' order by id) from core.users where signup_source = 'partner' and id in (2, 4)) as users`,
      [slowId],
    );
  await app.runWell(environment);
  expect(await loaded()).toEqual([{ events: '0', users: '4' }]);
  await slow.query('commit');
  await slow.end();
  await app.runWell(environment);
  expect(await loaded()).toEqual([{ events: '1', users: '2,4' }]);
  // By the watermark, not by the sweep.
  expect(
    await query(warehouse.url, `select mode from etl.loads where run_id = 3 and mode = 'repair'`),
  ).toEqual([]);
});

it('finds rows deleted in the source and leaves a tombstone of their keys', async () => {
  const warehouse = await shop.newWarehouse();
  const environment = environmentOf({ ...shop, warehouse });
  await app.runWell(environment);
  const [user] = await query<{ id: string; user_token: string }>(
    warehouse.url,
    'select id::text, user_token from core.users order by id limit 1',
  );
  await query(shop.source.url, 'delete from users_v2 where id = $1', [user!.id]);
  await app.runWell(environment);
  expect(await query(warehouse.url, 'select entity, id from core.tombstones')).toEqual([
    { entity: 'users', id: user!.id },
  ]);
  for (const table of [
    'core.users',
    'core.users_history',
    'core.user_spans',
    'analytics.user_activity_summary',
  ]) {
    expect(
      await query(warehouse.url, `select from ${table} where user_token = $1`, [user!.user_token]),
    ).toEqual([]);
  }
  await query(
    shop.source.url,
    'create table kept as select * from user_activity_v2; delete from user_activity_v2 where id % 2 = 0',
  );
  const refused = await app.run(environment);
  expect(refused.code).toBe(65);
  expect(refused.stderr).toMatch(/DELETE_LIMIT/);
  await query(shop.source.url, 'insert into user_activity_v2 select * from kept where id % 2 = 0');
});
