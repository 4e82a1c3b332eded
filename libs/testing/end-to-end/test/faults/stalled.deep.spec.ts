import { setTimeout as sleep } from 'node:timers/promises';
import {
  builtApp,
  environmentOf,
  hold,
  openShop,
  query,
  startProxy,
  waitForStep,
  type Environment,
  type Proxy,
  type Running,
  type Shop,
} from '@acme/testing';

const app = builtApp('user-analytics');
let shop: Shop;
let source: Proxy;
let warehouse: Proxy;

beforeAll(async () => {
  shop = await openShop({ users: 25, days: 25, after: { app: 'user-analytics' } });
});
afterAll(() => shop.close());
beforeEach(async () => {
  [source, warehouse] = [await startProxy(shop.source.url), await startProxy(shop.warehouse.url)];
});
afterEach(async () => {
  await Promise.all([source.close(), warehouse.close()]);
});

/** A run that meets every row again, between which and its databases the proxies lie. */
const start = (more: Environment = {}): Running =>
  app.start(
    environmentOf(shop, {
      SOURCE_DATABASE_URL: source.url(shop.source.url),
      WAREHOUSE_DATABASE_URL: warehouse.url(shop.warehouse.url),
      CONNECT_ATTEMPTS: '1',
      ...more,
    }),
    ['--full-refresh'],
  );

/** Until it has come so far. */
async function until(there: Promise<void>, { finished }: Running): Promise<void> {
  const early = await Promise.race([there, finished]);
  if (early) throw new Error(`ended ${early.code} before that: ${early.stderr}`);
}

/** Stops it. Gives how it ended, and what that took. */
async function stop({ child, finished }: Running) {
  const asked = Date.now();
  child.kill('SIGTERM');
  const { code, stderr } = await finished;
  return { code, stderr, seconds: (Date.now() - asked) / 1000 };
}

function expectStopped({ code, stderr, seconds }: Awaited<ReturnType<typeof stop>>) {
  expect({ code, told: /stopped on request/.test(stderr) }).toEqual({ code: 143, told: true });
  expect(seconds).toBeLessThan(5);
}

/** From now on the copy of the events comes to nothing after its first bytes. */
const stallCopy = () => source.when(/copy \(.*user_activity/is, () => source.stallAfter(20_000));
const lastRun = async () =>
  (
    await query<{ status: string; exit_code: number | null }>(
      shop.warehouse.url,
      'select status, exit_code from etl.runs order by run_id desc limit 1',
    )
  )[0];

describe('a stop takes seconds', () => {
  it('in the middle of a copy whose rows no longer come, and the ledger has it', async () => {
    const stalled = stallCopy();
    const running = start();
    await until(stalled, running);
    await waitUntilSilent(source);
    expectStopped(await stop(running));
    expect(await lastRun()).toEqual({ status: 'stopped', exit_code: 143 });
  });

  it('with the warehouse frozen while rows are merged', async () => {
    const holder = await hold(shop.warehouse.url, 'core.users', 'share');
    const running = start();
    await waitForStep(shop.warehouse.url, /users/);
    const [backend] = await query<{ pid: number }>(
      shop.warehouse.url,
      "select pid from pg_stat_activity where application_name like 'user-analytics%' and wait_event_type = 'Lock' and datname = current_database()",
    );
    process.kill(backend!.pid, 'SIGSTOP');
    try {
      expectStopped(await stop(running));
    } finally {
      process.kill(backend!.pid, 'SIGCONT');
      await holder.end();
    }
  });

  it.each([
    ['merges', /merge users/],
    ['publishes', /transform analytics/],
    ['writes how it ended', /update etl\.runs set status = \$2/],
  ])('with nothing passed on to the warehouse while it %s', async (_when, statement) => {
    const stalled = warehouse.when(statement, () => warehouse.stall());
    const running = start();
    await until(stalled, running);
    await sleep(100);
    expectStopped(await stop(running));
  });

  it('and a second signal ends it at once', async () => {
    const stalled = warehouse.when(/merge users/, () => warehouse.stall());
    const running = start();
    await until(stalled, running);
    // The first would take two seconds: the warehouse is asked to cancel before it is let go.
    running.child.kill('SIGTERM');
    await sleep(300);
    const ended = await stop(running);
    expectStopped(ended);
    expect(ended.seconds).toBeLessThan(1.2);
  });
});

describe('ends with 69', () => {
  it.each([
    ['asks for its lock', /pg_try_advisory_lock/],
    ['looks for migrations', /schema_migrations/],
    ['looks for runs that were killed', /set status = 'abandoned'/],
    ['writes its row in the ledger', /insert into etl\.runs/],
    ['has its row', /create temporary table this_run/],
  ])('a run whose connection is cut when it %s', async (_when, statement) => {
    const cut = warehouse.when(statement, () => warehouse.cut());
    const running = start();
    await until(cut, running);
    const { code, stderr } = await running.finished;
    expect({ code, stderr }).toEqual({
      code: 69,
      stderr: expect.stringMatching(/the warehouse database .*the connection was lost/),
    });
  });

  it.each([
    ['rows stop coming from the source', () => stallCopy(), /the users database has been silent for/],
    [
      'the warehouse answers no more',
      () => warehouse.when(/merge users/, () => warehouse.stall()),
      /the warehouse database has been silent for/,
    ],
  ])('a run to which nobody says a word when %s', async (_when, arrange, told) => {
    const stalled = arrange();
    const running = start({ SILENCE_TIMEOUT_SECONDS: '5', CONNECT_TIMEOUT_SECONDS: '2' });
    await until(stalled, running);
    const since = Date.now();
    const { code, stderr } = await running.finished;
    expect({ code, stderr }).toEqual({ code: 69, stderr: expect.stringMatching(told) });
    expect(Date.now() - since).toBeGreaterThan(4_900);
    expect(Date.now() - since).toBeLessThan(25_000);
  });
});

it('leaves nothing behind that would keep the next run from its work', async () => {
  // A server behind a stalled network learns of its client's end when the network lets it.
  expect((await start().finished).code).toBe(0);
  expect(await lastRun()).toEqual({ status: 'succeeded', exit_code: 0 });
});

/** Until no more bytes come. */
async function waitUntilSilent(proxy: Proxy): Promise<void> {
  for (let before = -1; before !== proxy.bytesDown(); await sleep(150)) before = proxy.bytesDown();
}
