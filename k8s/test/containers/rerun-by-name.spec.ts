import { openShop, query, rowVersions, type Environment, type Shop } from '@acme/testing';
import { runContainer, type Ended } from '../support/container';
import { databasesOf } from '../support/databases';
import { describeContainers } from '../support/describe-containers';

describeContainers('a Job made by hand from the CronJob', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await openShop({ users: 60, days: 100 });
    expect((await runAs('user-analytics-29755320')).code).toBe(0);
  });
  afterAll(() => shop?.close());

  /** The pod's only knowledge of what to do is its Job's name, as the downward API gives it. */
  const runAs = (jobName: string, environment: Environment = {}): Promise<Ended> =>
    runContainer('local', 'user-analytics', { jobName, env: databasesOf(shop, environment) });

  const lastArguments = async () => {
    const [run] = await query<{ arguments: Record<string, unknown>; job_name: string }>(
      shop.warehouse.url,
      'select arguments, job_name from etl.runs order by run_id desc limit 1',
    );
    return run!;
  };

  /** Damages days that no change of the source reaches, and says which of them are there again. */
  const days = ['2026-10-31', '2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04'];
  const damage = () =>
    query(shop.warehouse.url, 'delete from analytics.user_activity_daily where day = any($1::date[])', [
      days,
    ]);
  const mended = async () => {
    const rows = await query<{ day: string }>(
      shop.warehouse.url,
      'select distinct day::text from analytics.user_activity_daily where day = any($1::date[]) order by 1',
      [days],
    );
    return rows.map(({ day }) => day);
  };

  it.each<[string, { from: string; to: string }, string[], Environment]>([
    ['user-analytics-2026-11-02', { from: '2026-11-02', to: '2026-11-02' }, ['2026-11-02'], {}],
    ['user-analytics-2026-11-02-r2', { from: '2026-11-02', to: '2026-11-02' }, ['2026-11-02'], {}],
    [
      'user-analytics-2026-11-01-to-2026-11-03',
      { from: '2026-11-01', to: '2026-11-03' },
      ['2026-11-01', '2026-11-02', '2026-11-03'],
      {},
    ],
    [
      'user-analytics-2026-11-01-to-2026-11-03-r2',
      { from: '2026-11-01', to: '2026-11-03' },
      ['2026-11-01', '2026-11-02', '2026-11-03'],
      {},
    ],
    [
      'user-analytics-2026-11-02',
      { from: '2026-11-04', to: '2026-11-04' },
      ['2026-11-04'],
      { RUN_DATE: '2026-11-04' },
    ],
    [
      'user-analytics-2026-11-02',
      { from: '2026-11-03', to: '2026-11-04' },
      ['2026-11-03', '2026-11-04'],
      { RUN_FROM: '2026-11-03', RUN_TO: '2026-11-04' },
    ],
  ])('%s reruns exactly %j', async (jobName, asked, again, environment) => {
    await damage();
    const { code, stderr } = await runAs(jobName, environment);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await mended()).toEqual(again);
    expect(await lastArguments()).toMatchObject({ arguments: { days: asked }, job_name: jobName });
  });

  it('does everything due under a name that a CronJob gives: minutes since 1970', async () => {
    await damage();
    const { code, stderr } = await runAs('user-analytics-29755320');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    // No days were asked for; a plain run makes good whatever was done behind its back.
    expect(await mended()).toEqual(days);
    expect((await lastArguments()).arguments).not.toHaveProperty('days');
  });

  it.each([
    'user-analytics-2026-13-40',
    'user-analytics-20261102',
    'user-analytics-2026-11',
    'user-analytics-2026-02-30',
    'user-analytics-2026-11-03-to-2026-11-01',
    'user-analytics-2026-11-01-to-2026-11',
  ])('%s is almost a date and ends with 64: it never becomes another day', async (jobName) => {
    const before = await rowVersions(shop.warehouse.url);
    const { code, stderr } = await runAs(jobName);
    expect({ code, stderr }).toEqual({ code: 64, stderr: expect.stringMatching(/2026-/) as string });
    expect(await rowVersions(shop.warehouse.url)).toEqual(before);
  });
});
