import {
  builtApp,
  canaries,
  environmentOf,
  everyValue,
  findCanaries,
  openShop,
  plantCanaries,
  query,
  testKeyring,
  type Shop,
} from '@acme/testing';

const app = builtApp('user-analytics');

let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ users: 60, days: 60 });
  await plantCanaries(shop.source.url);
});
afterAll(() => shop.close());

const loud = (environment: Record<string, string> = {}) =>
  environmentOf(shop, { LOG_LEVEL: 'trace', ...environment });

it('would find every canary if it were there', async () => {
  expect(findCanaries(await everyValue(shop.source.url))).toEqual(Object.keys(canaries));
});

it('lets no personal value into the warehouse or the output of a run at the most verbose level', async () => {
  const run = await app.run(loud());
  expect(run.code).toBe(0);
  expect(run.lines.length).toBeGreaterThan(10);
  const values = await everyValue(shop.warehouse.url);
  expect(values).toMatch(/v1_[A-Za-z0-9_-]{22}/);
  expect(findCanaries(values + run.stdout + run.stderr)).toEqual([]);
});

/** Ways in which a source can go wrong with the canary in the row at fault. */
const mishaps: [string, string, number][] = [
  [
    'a value outside the vocabulary',
    `update users_v2 set status = 'haunted', updated_at = '2026-11-20T01:00Z' where email like 'Canary%'`,
    0,
  ],
  [
    'most rows against the contract',
    `update users_v2 set status = 'haunted', updated_at = '2026-11-20T02:00Z'`,
    65,
  ],
  ['a retyped column', `alter table users_v2 alter column phone type jsonb using to_jsonb(phone)`, 65],
];

it.each(mishaps)('keeps it out in failure as well: %s', async (_mishap, sql, code) => {
  await query(shop.source.url, sql);
  const run = await app.run(loud());
  expect(run.code).toBe(code);
  expect(findCanaries((await everyValue(shop.warehouse.url)) + run.stdout + run.stderr)).toEqual([]);
});

it('keeps it out when the warehouse refuses a row', async () => {
  await query(shop.source.url, `alter table users_v2 alter column phone type text using phone #>> '{}'`);
  const warehouse = await shop.newWarehouse();
  await query(shop.source.url, `update users_v2 set status = 'active'`);
  expect((await app.run(environmentOf({ ...shop, warehouse }))).code).toBe(0);
  await query(
    warehouse.url,
    'alter table core.users add constraint no_canary check (signup_source <> $$ghost$$)',
  );
  await query(
    shop.source.url,
    `update users_v2 set signup_source = 'ghost', updated_at = '2026-11-20T03:00Z' where email like 'Canary%'`,
  );
  const run = await app.run({ ...environmentOf({ ...shop, warehouse }), LOG_LEVEL: 'trace' });
  expect(run.code).toBe(65);
  expect(run.stdout).toContain('no_canary');
  expect(findCanaries((await everyValue(warehouse.url)) + run.stdout + run.stderr)).toEqual([]);
});

it('refuses another key than the warehouse was filled with, and loads everything anew under it on demand', async () => {
  const warehouse = await shop.newWarehouse();
  const environment = environmentOf({ ...shop, warehouse });
  expect((await app.run(environment)).code).toBe(0);
  const otherKey = {
    ...environment,
    PII_KEYRING: testKeyring(2),
  };
  const refused = await app.run(otherKey);
  expect(refused.code).toBe(78);
  expect(refused.stderr).toMatch(/not the one the warehouse was filled with; restore/);
  expect((await app.run(otherKey, ['--full-refresh'])).code).toBe(0);
  expect(await everyValue(warehouse.url)).not.toMatch(/\bv1_[A-Za-z0-9_-]{22}/);
});

it('forgets the history of an account that was deleted while it was in quarantine', async () => {
  const warehouse = await shop.newWarehouse();
  const environment = environmentOf({ ...shop, warehouse });
  await app.runWell(environment);
  const histories = async () =>
    Number(
      (await query<{ n: string }>(warehouse.url, 'select count(*)::text as n from core.users_history'))[0]!.n,
    );
  const before = await histories();
  const last = "(select max(id) from users_v2 where status = 'active')";
  await query(
    shop.source.url,
    `update users_v2 set status = 'haunted', full_name = 'Leaving', updated_at = '2026-11-20T04:00Z' where id = ${last}`,
  );
  await app.runWell(environment);
  expect(await histories()).toBe(before);
  await query(shop.source.url, `delete from users_v2 where full_name = 'Leaving'`);
  await app.runWell(environment);
  expect(await histories()).toBe(before - 1);
});
