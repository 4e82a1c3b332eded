import { builtApp, environmentOf, openShop, query, type Shop } from '@acme/testing';
import { settingsOf } from '../support/disagreements';
import { parityOf } from '../support/parity';
import { changeOne } from '../support/wrong-numbers';

const flags = { legacyEtl: true, v1Schema: true };
let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ users: 60, days: 60, after: { environment: settingsOf(flags) } });
});
afterAll(() => shop.close());

const parity = () => parityOf(environmentOf(shop, settingsOf(flags)), []);

it('finds nothing unexplained between the schemas, out of legacy sources', async () => {
  const { code, tables } = await parity();
  expect(tables.flatMap(({ findings }) => findings)).toEqual([]);
  expect(code).toBe(0);
  for (const { equal, declared, compared } of tables) {
    expect(equal).toBeGreaterThan(0);
    expect(equal + declared).toBe(compared);
  }
});

it('names a wrong row by table, day, key and measure, and ends 65', async () => {
  const change = changeOne(
    'analytics_v1.payment_analytics',
    'successful_count = successful_count + 1',
    "payment_date = '2026-11-18'",
  );
  const [changed] = await query<{ key: string }>(
    shop.warehouse.url,
    `${change} returning payment_method as key`,
  );
  const { code, tables } = await parity();
  expect(code).toBe(65);
  expect(tables.flatMap(({ table, findings }) => findings.map((found) => ({ table, ...found })))).toEqual([
    expect.objectContaining({
      table: 'analytics_v1.payment_analytics',
      day: '2026-11-18',
      key: changed!.key,
      measure: 'successful_count',
    }),
  ]);
  const people = await builtApp('cli').run(environmentOf(shop, settingsOf(flags)), ['parity']);
  expect(people.code).toBe(65);
  expect(people.stderr).toMatch(/1 values? differs? for no declared reason/);
});
