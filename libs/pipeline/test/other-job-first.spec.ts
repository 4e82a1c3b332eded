import { query } from '@acme/testing';
import { runJob, type Job } from '../src';
import { failureOf, files, openParcels } from './parcels';

/** Loads nothing itself; its tables read those of the parcels' job. */
const depots: Job = { name: 'depot-analytics', service: 'orders', entities: [], domain: 'depots' };

const definition = (table: string, read: string, column: string) => `
table: analytics.${table}
description: Days.
grain: [day]
owner: tests
slice: { kind: day, column: day }
reads: { ${read}: { columns: [day, ${column}], propagation: { dates: [day] } } }
columns:
  day: { type: date, description: Day. }
  ${column}: { type: bigint, description: What is read. }`;
const reading = (read: string, column: string) =>
  `select day, ${column} from stale_days join ${read} using (day)`;
const table = (name: string, read: string, column: string) => ({
  [`metrics/depots/${name}/definition.yaml`]: definition(name, read, column),
  [`metrics/depots/${name}/query.sql`]: reading(read, column),
});

const weight = 'metrics/parcels/weight_daily';
/** A version in which the daily weight also tells the lightest parcel, and a table of the other job reads that. */
const upgraded = {
  [`${weight}/definition.yaml`]: files[`${weight}/definition.yaml`].replace(
    'weight: {',
    'lightest: { type: bigint, description: Grams. }\n  weight: {',
  ),
  [`${weight}/query.sql`]: files[`${weight}/query.sql`].replace(
    'sum(weight) as weight',
    'sum(weight) as weight, min(weight) as lightest',
  ),
  ...table('counted_daily', 'analytics.count_daily', 'parcels'),
  ...table('light_daily', 'analytics.weight_daily', 'lightest'),
  ...table('lighter_daily', 'analytics.light_daily', 'lightest'),
};

let shop: Awaited<ReturnType<typeof openParcels>>;
const runDepots = (of = shop) => runJob(depots, of.options());

beforeAll(async () => {
  shop = await openParcels();
  shop.write(table('copied_daily', 'analytics.count_daily', 'parcels'));
});
afterAll(() => shop.close());

it('after an upgrade a table that reads a new column of another job waits for that job, and says so', async () => {
  await shop.run();
  await runDepots();
  shop.write(upgraded);
  await query(
    shop.source.url,
    `insert into parcels values (10, 'east', 1, '2026-01-08T10:00Z', clock_timestamp())`,
  );
  const failed = await runDepots().catch((error: unknown) => error);
  expect(failed).toMatchObject({
    exitCode: 75,
    name: 'OtherJobFirstError',
    message:
      'analytics.weight_daily does not have lightest as this version does until parcel-analytics has run',
    instruction:
      'run parcel-analytics first, then this job again (or acme-etl run all); tables that read it stay as they were',
  });
  expect(await shop.rows('analytics.counted_daily')).toHaveLength(5);
  expect(
    await query(shop.warehouse.url, "select to_regclass('analytics.light_daily')::text as made"),
  ).toEqual([{ made: null }]);
  expect(
    await query(shop.warehouse.url, 'select status, exit_code from etl.runs order by run_id desc limit 1'),
  ).toEqual([{ status: 'failed', exit_code: 75 }]);

  await shop.run();
  await runDepots();
  // The parcels 2d - 2 and 2d - 1 leave on day d, and weigh 100 grams a number.
  const light = [1, 2, 3, 4, 5].map((day) => ({ day: `2026-01-0${day}`, lightest: 200 * (day - 1) }));
  expect(await shop.rows('analytics.light_daily')).toEqual([...light, { day: '2026-01-08', lightest: 1 }]);
  expect(await shop.rows('analytics.lighter_daily')).toEqual(await shop.rows('analytics.light_daily'));
});

it('a table of a job that has never run is made anew when this version made it different', async () => {
  const fresh = await openParcels();
  try {
    fresh.write(table('heaviest_daily', 'analytics.weight_daily', 'weight'));
    await runDepots(fresh);
    expect(await fresh.rows('analytics.heaviest_daily')).toEqual([]);
    fresh.write(upgraded);
    await runDepots(fresh);
    expect(await fresh.rows('analytics.light_daily')).toEqual([]);
    await fresh.run();
    await runDepots(fresh);
    expect(await fresh.rows('analytics.light_daily')).toHaveLength(5);
  } finally {
    await fresh.close();
  }
});

it("a column that no definition has is still its author's mistake", async () => {
  await shop.run();
  shop.write({
    ...table('wrong_daily', 'analytics.weight_daily', 'wieght'),
  });
  expect(await failureOf(runDepots())).toEqual({
    exitCode: 78,
    message: expect.stringMatching(/query\.sql:1: .*wieght/) as string,
  });
});
