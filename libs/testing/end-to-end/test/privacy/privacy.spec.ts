import { v2, type Entity } from '@acme/models';
import { canariesOf, findCanaries } from '@acme/pii';
import { builtApp, environmentOf, everyValue, openShop, query, type Shop } from '@acme/testing';

const app = builtApp('cli');
const entities: Entity[] = [v2.orders, v2.orderItems, v2.payments, v2.refunds, v2.notifications];
const canaries = entities.flatMap((entity) => Object.values(canariesOf(entity)));
let shop: Shop;

/** Puts the canaries of an entity into a few rows of its table, so that they count in every metric. */
async function plant(entity: Entity): Promise<void> {
  const values = Object.entries(canariesOf(entity));
  await query(
    shop.source.url,
    `update ${entity.name}_v2 set ${values.map(([column], nth) => `${column} = $${nth + 1}`).join(', ')}, updated_at = '2026-11-19T20:00Z'
     where id % 7 = 3`,
    values.map(([, value]) => value),
  );
}

beforeAll(async () => {
  shop = await openShop({ users: 200, days: 120 });
  for (const entity of entities) await plant(entity);
});
afterAll(() => shop.close());

const outputOf = ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr;

it('would find every canary if it were there', async () => {
  expect(findCanaries(await everyValue(shop.source.url), canaries)).toEqual(canaries);
});

it('lets no personal value of any service into the warehouse, the log or the report', async () => {
  const run = await app.run(environmentOf(shop, { LOG_LEVEL: 'trace' }), ['run', 'all']);
  expect(run.code).toBe(0);
  const values = await everyValue(shop.warehouse.url);
  expect(values).toMatch(/v1_[A-Za-z0-9_-]{22}/);
  expect(findCanaries(values + outputOf(run), canaries)).toEqual([]);
});

it('keeps it out when rows are refused, when the source drifts, and when a reconciliation finds them altered', async () => {
  await query(
    shop.source.url,
    `update payments_v2 set status = cardholder_name, updated_at = '2026-11-20T01:00Z' where id % 7 = 3 and id % 2 = 0;
     alter table notifications_v2 rename column provider to carrier;`,
  );
  await query(shop.warehouse.url, "update core.orders set source = 'altered' where id % 7 = 3");
  const run = await app.run(environmentOf(shop, { LOG_LEVEL: 'trace', QUARANTINE_LIMIT: '1' }), [
    'run',
    'all',
  ]);
  expect(run.code).toBe(65);
  await query(shop.source.url, 'alter table notifications_v2 rename column carrier to provider');
  const reconciled = await app.run(environmentOf(shop), ['reconcile']);
  expect(reconciled.code).toBe(65);
  const values = await everyValue(shop.warehouse.url);
  expect(findCanaries(values + outputOf(run) + outputOf(reconciled), canaries)).toEqual([]);
});
