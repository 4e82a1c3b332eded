import { openShop, query, type Environment, type Shop } from '@acme/testing';
import { runContainer, type Ended } from '../support/container';
import { databasesOf } from '../support/databases';
import { describeContainers } from '../support/describe-containers';

/** The kubelet cuts a message off after so many bytes. */
const limit = 4096;

describeContainers('the termination message', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await openShop({ users: 60, days: 100 });
  });
  afterAll(() => shop?.close());

  const run = (environment: Environment = {}, jobName?: string) =>
    runContainer('local', 'user-analytics', {
      env: databasesOf(shop, environment),
      ...(jobName ? { jobName } : {}),
    });

  /** What `kubectl describe pod` would show: one JSON object that fits. */
  const messageOf = ({ terminationMessage }: Ended): Record<string, unknown> => {
    expect(terminationMessage).not.toBe('');
    expect(Buffer.byteLength(terminationMessage)).toBeLessThan(limit);
    return JSON.parse(terminationMessage) as Record<string, unknown>;
  };

  it('of a success tells the job, the run and the counts', async () => {
    const ended = await run();
    expect(ended.code).toBe(0);
    const [last] = await query<{ run_id: string }>(
      shop.warehouse.url,
      'select run_id::text from etl.runs order by run_id desc limit 1',
    );
    const message = messageOf(ended);
    expect(message).toMatchObject({ job: 'user-analytics', counts: expect.anything() as unknown });
    expect(message.error ?? null).toBeNull();
    expect(String(message.run)).toBe(last!.run_id);
  });

  it('of a rerun by name tells the days', async () => {
    const ended = await run({}, 'user-analytics-2026-11-01-to-2026-11-03');
    expect(ended.code).toBe(0);
    expect(JSON.stringify(messageOf(ended).days)).toMatch(/2026-11-01.*2026-11-03/);
  });

  it('of a failure tells what is wrong and what to do, with no value of a row', async () => {
    await query(
      shop.source.url,
      "update users_v2 set status = 'canary-status-q7x', updated_at = now() where id <= 30",
    );
    const ended = await run();
    expect(ended.code).toBe(65);
    const message = messageOf(ended);
    expect(message).toMatchObject({ job: 'user-analytics', error: expect.anything() as unknown });
    expect(JSON.stringify(message.error)).toMatch(/QUARANTINE_LIMIT|quarantine/i);
    expect(ended.terminationMessage).not.toMatch(/canary/i);
  });

  it.each<[string, number, Environment]>([
    ['a bad setting', 78, { QUARANTINE_LIMIT: 'much' }],
    [
      'a database that cannot be reached',
      69,
      { WAREHOUSE_DATABASE_URL: 'postgres://etl:hidden-q7x@127.0.0.1:1/warehouse', CONNECT_ATTEMPTS: '1' },
    ],
  ])('is there for %s as well (%i), without a secret', async (_what, code, environment) => {
    const ended = await run(environment);
    expect(ended.code).toBe(code);
    expect(messageOf(ended)).toMatchObject({ job: 'user-analytics', error: expect.anything() as unknown });
    expect(ended.terminationMessage).not.toMatch(/hidden-q7x/);
  });

  it('is there for an almost-date (64)', async () => {
    const ended = await run({}, 'user-analytics-2026-13-40');
    expect(ended.code).toBe(64);
    expect(JSON.stringify(messageOf(ended).error)).toMatch(/2026-13-40/);
  });
});
