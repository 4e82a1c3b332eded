import { builtApp, environmentOf, openShop, query, type Shop, type TestDatabase } from '@acme/testing';
import { settingsOf } from '../support/disagreements';
import { parityOf } from '../support/parity';
import { changeOne, v1Rows, v2Rows } from '../support/wrong-numbers';

const app = builtApp('cli');
let shop: Shop;
let v1: TestDatabase;
let v2: TestDatabase;

beforeAll(async () => {
  const after = (v1Schema: boolean) => ({ environment: settingsOf({ legacyEtl: false, v1Schema }) });
  shop = await openShop({ after: after(true) });
  v1 = shop.warehouse;
  v2 = await shop.newWarehouse(after(false));
});
afterAll(() => shop.close());

const environment = (warehouse: TestDatabase) =>
  environmentOf({ ...shop, warehouse }, { ...settingsOf({ legacyEtl: false, v1Schema: warehouse === v1 }) });

/** What parity finds while rows of a published table are wrong; afterwards they are as before. */
async function findingsOf(warehouse: TestDatabase, table: string, change: string) {
  await query(warehouse.url, `create table kept as table ${table}; ${change}`);
  try {
    const { code, stderr, tables } = await parityOf(environment(warehouse), []);
    return { code, stderr, found: tables.filter(({ unexplained }) => unexplained > 0) };
  } finally {
    await query(warehouse.url, `delete from ${table}; insert into ${table} table kept; drop table kept`);
  }
}

it.each(v2Rows)(
  'a wrong row of analytics.%s is unexplained: %s',
  async (name, set, where, v1Table, expected) => {
    const table = `analytics.${name}`;
    const { code, found } = await findingsOf(v2, table, changeOne(table, set, where));
    expect(code).toBe(65);
    expect(found.map((one) => one.table)).toEqual([`analytics_v1.${v1Table}`]);
    const measures = new Set(found[0]!.findings.map(({ measure }) => measure));
    expect([...measures]).toEqual(expect.arrayContaining(expected));
  },
);

it('finds a wrong status on the last complete day, in both tables that go by it', async () => {
  const table = 'analytics.user_status_daily';
  const change = changeOne(
    table,
    'user_count = user_count + 1, avg_days_active = avg_days_active + 1',
    `day = '2026-11-19' and status = 'active'`,
  );
  const { found } = await findingsOf(v2, table, change);
  expect(
    found.map((one) => [one.table, one.findings.map(({ key, measure }) => `${key} ${measure}`)]),
  ).toEqual([
    ['analytics_v1.user_analytics', ['status active accounts']],
    ['analytics_v1.user_churn', ['active avg_days_active', 'active user_count']],
  ]);
});

it.each([
  [
    'a row that is missing',
    `delete from analytics_v1.order_analytics where order_date = '2026-11-18' and status = 'completed'`,
  ],
  [
    'a row that nobody else has',
    `insert into analytics_v1.order_analytics (order_date, status, order_count, total_revenue, avg_order_value, run_id, computed_at)
     values ('2026-11-18', 'lost', 1, 1, 1, 1, now())`,
  ],
])('finds %s', async (_what, change) => {
  const { code, found } = await findingsOf(v1, 'analytics_v1.order_analytics', change);
  expect(code).toBe(65);
  expect(found[0]!.findings.map(({ day, measure }) => `${day} ${measure}`)).toEqual([
    '2026-11-18 avg_order_value',
    '2026-11-18 order_count',
    '2026-11-18 total_revenue',
  ]);
});

it('tells table, day, key and both values on the terminal, and what to do', async () => {
  const table = 'analytics_v1.order_analytics';
  await query(v1.url, `create table kept as table ${table}`);
  const [row] = await query<{ order_count: string }>(
    v1.url,
    `update ${table} set order_count = order_count + 1000 where order_date = '2026-11-18' and status = 'completed' returning order_count::text`,
  );
  const { code, stdout, stderr } = await app.run(environment(v1), ['parity', '--date', '2026-11-18']);
  await query(v1.url, `delete from ${table}; insert into ${table} table kept; drop table kept`);
  expect(code).toBe(65);
  const wrong = Number(row!.order_count);
  expect(stdout).toMatch(
    new RegExp(`${table} +2026-11-18 +completed +order_count +${wrong} +${wrong - 1000}\\b`),
  );
  expect(stderr).toMatch(/1 values? differs? for no declared reason; look at/);
});

it('finds a value that equals its v2 counterpart where a declared difference is at work', async () => {
  const table = 'analytics_v1.payment_analytics';
  const { code, found } = await findingsOf(
    v1,
    table,
    `update ${table} as v1 set successful_count = by_instants.succeeded
     from (
       select created_at::date as day, coalesce(payment_method, 'unknown') as payment_method, count(*) as succeeded
       from core.payments
       where least(authorized_at, captured_at) < '2026-11-20T06:00Z'
       group by 1, 2
     ) as by_instants
     where payment_date = by_instants.day and v1.payment_method = by_instants.payment_method`,
  );
  expect(code).toBe(65);
  const findings = found[0]!.findings;
  expect(findings.length).toBeGreaterThan(3);
  for (const { measure, v1: one, v2: other } of findings) {
    expect(measure).toBe('successful_count');
    expect(one).toBe(other);
  }
});

it.each(v1Rows)('a wrong row of %s is unexplained: %s', async (name, set, where, measures) => {
  const table = `analytics_v1.${name}`;
  const { code, found } = await findingsOf(v1, table, changeOne(table, set, where));
  expect(code).toBe(65);
  expect(found.map((one) => one.table)).toEqual([table]);
  const findings = found[0]!.findings;
  expect(findings.map(({ measure }) => measure).sort()).toEqual(measures);
  for (const { key } of findings) expect(key).not.toBe('');
});
