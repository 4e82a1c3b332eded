import { builtApp, environmentOf, openShop, query, type Shop } from '@acme/testing';

const app = builtApp('payment-analytics');
let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ users: 200, days: 150 });
  await query(shop.source.url, 'alter table disputes_v2 rename to disputes_elsewhere');
});
afterAll(() => shop.close());

const disputed = () =>
  query<{ rows: string; known: string; rates: string; captured: string }>(
    shop.warehouse.url,
    `select count(*)::text as rows, count(disputed)::text as known, count(dispute_rate)::text as rates, sum(captured)::text as captured
     from analytics.dispute_cohort_daily`,
  );

it('does without an optional entity: what depends on it is NULL, and the log says so once', async () => {
  const { lines } = await app.runWell(environmentOf(shop));
  const told = lines.filter(({ msg }) => /no such entity/.test(String(msg)));
  expect(told).toMatchObject([{ entity: 'disputes' }]);
  const [cohorts] = await disputed();
  expect(Number(cohorts!.captured)).toBeGreaterThan(100);
  expect(cohorts).toMatchObject({ known: '0', rates: '0' });
  expect(await query(shop.warehouse.url, 'select from analytics.dispute_daily')).toEqual([]);
});

it('writes nothing more while it stays away', async () => {
  await app.runWell(environmentOf(shop));
  const [row] = await query<{ written: string | null }>(
    shop.warehouse.url,
    `select sum(inserted + updated + deleted)::text as written from etl.publications where run_id = (select max(run_id) from etl.runs)`,
  );
  expect(row!.written ?? '0').toBe('0');
});

it('counts it from the run on in which it appears', async () => {
  await query(shop.source.url, 'alter table disputes_elsewhere rename to disputes_v2');
  const { lines } = await app.runWell(environmentOf(shop));
  expect(lines.filter(({ msg }) => /no such entity/.test(String(msg)))).toEqual([]);
  const [cohorts] = await disputed();
  expect(cohorts!.known).toBe(cohorts!.rows);
  expect((await query(shop.warehouse.url, 'select from analytics.dispute_daily')).length).toBeGreaterThan(0);
});

it('does not do without one that is not optional', async () => {
  await query(shop.source.url, 'alter table refunds_v2 rename to refunds_elsewhere');
  const { code, stderr } = await app.run(environmentOf(shop));
  expect(code).toBe(65);
  expect(stderr).toMatch(/refunds: relation "refunds_v2" does not exist/);
});
