import { ownServer, query, type TestServer } from '@acme/testing';
import { planSettings, readPlanLog } from './plan-log';
import { statementName } from './statement-name';
import { wasteOf } from './waste';

let server: TestServer;

beforeAll(async () => {
  server = await ownServer({ settings: planSettings });
});
afterAll(() => server.release());

const run = async (sql: string) => {
  const seen = readPlanLog(server.log!).executed.length;
  await query(server.url('postgres'), `set application_name to 'a step'; ${sql}`);
  return readPlanLog(server.log!)
    .executed.slice(seen)
    .map((statement) => ({ name: statementName(statement), waste: wasteOf(statement.plan) }));
};

it('sees a join of all pairs', async () => {
  const all = await run(
    `create temporary table pairs as select n from generate_series(1, 3000) as n;
     select count(*) from pairs as one join pairs as other on one.n > other.n + 2900`,
  );
  const found = all.find(({ waste }) => waste.length > 0);
  expect(found?.waste).toEqual([
    { node: 'Nested Loop (pairs with pairs)', discarded: expect.any(Number) as number, read: 6001 },
  ]);
  expect(found!.waste[0]!.discarded).toBeGreaterThan(8_000_000);
  expect(found!.name).toMatch(/^a step: set application_name .* table pairs/);
});

it('sees a scan that is repeated for every row', async () => {
  const found = await run(
    `create temporary table many as select n from generate_series(1, 2000) as n;
     select (select count(*) from many as inner_one where inner_one.n = outer_one.n) from many as outer_one`,
  );
  expect(found.flatMap(({ waste }) => waste.map(({ node }) => node))).toEqual(['Seq Scan (many)']);
});

it('has nothing to say of a scan that keeps one row of many', async () => {
  const found = await run(
    `create temporary table all_rows as select n from generate_series(1, 500000) as n;
     select n from all_rows where n = 7`,
  );
  expect(found.length).toBeGreaterThan(0);
  expect(found.flatMap(({ waste }) => waste)).toEqual([]);
});
