import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { builtApp, environmentOf, openShop, query, type Shop } from '@acme/testing';
import { disagreements } from '../support/disagreements';

const app = builtApp('cli');
let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ users: 200, days: 90, after: {} });
});
afterAll(() => shop.close());

/** Waits until a session of the warehouse is at a step of that name and waits for a lock, or `unless` is over. */
async function waitsForLock(step: RegExp, unless?: Promise<unknown>): Promise<void> {
  let over = false;
  void unless?.then(() => (over = true));
  for (const deadline = Date.now() + 90_000; Date.now() < deadline && !over; await sleep(10)) {
    const rows = await query<{ name: string }>(
      shop.warehouse.url,
      `select application_name as name from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    if (rows.some(({ name }) => step.test(name))) return;
  }
  if (!over) throw new Error(`nobody waited at ${step}`);
}

it('loses no mark when one job publishes what another reads while that one loads and publishes', async () => {
  // The country of a user changes …
  const [user] = await query<{ id: string }>(
    shop.source.url,
    `select min(id)::text as id from users_v2 where country_code = 'US' and deleted_at is null and created_at < '2026-11-01'`,
  );
  await query(
    shop.source.url,
    `update users_v2 set country_code = 'DE', updated_at = '2026-11-18T00:00Z' where id = ${user!.id}`,
  );
  const now = { RUN_NOW: '2026-11-20T07:00:00Z' };
  const holder = new Client({ connectionString: shop.warehouse.url });
  await holder.connect();
  await holder.query(`begin; select from etl.metric_tables where table_name = 'core.user_spans' for update`);
  const users = app.runWell(environmentOf(shop, now), ['run', 'user-analytics']);
  await waitsForLock(/record core\.user_spans/);
  // … and, before that is committed, a payment of the user is loaded that the new country mismatches.
  await query(
    shop.source.url,
    `insert into payments_v2 (user_id, amount_cents, currency, status, card_fingerprint, card_country, created_at, captured_at, captured_cents, updated_at)
     values (${user!.id}, 100, 'USD', 'captured', 'new card', 'US', '2026-11-19T10:00Z', '2026-11-19T10:01Z', 100, '2026-11-19T10:01Z')`,
  );
  const payments = app.runWell(environmentOf(shop, now), ['run', 'payment-analytics']);
  await waitsForLock(/payment-analytics/, payments);
  await holder.query('commit');
  await holder.end();
  await Promise.all([users, payments]);
  await app.runWell(environmentOf(shop, now), ['run', 'all']);
  expect(await disagreements(shop.source.url, shop.warehouse.url, 'UTC', now.RUN_NOW)).toEqual({});
});
