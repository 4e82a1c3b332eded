import { Client } from 'pg';
import { query } from '@acme/testing';
import { failureOf, openParcels } from './parcels';

let shop: Awaited<ReturnType<typeof openParcels>>;
let day = 0;

beforeAll(async () => {
  shop = await openParcels();
  await shop.run();
});
afterAll(() => shop.close());
beforeEach(() => shop.lines.splice(0));

/** A session of somebody else that locks something and then idles in its transaction. */
async function analyst(statement: string) {
  const client = new Client({ connectionString: shop.warehouse.url, application_name: 'analyst' });
  client.on('error', () => undefined);
  await client.connect();
  await client.query(`begin; ${statement}`);
  return client;
}

const newParcel = () =>
  query(
    shop.source.url,
    `insert into parcels select max(id) + 1, 'west', 1, '2026-02-01T10:00Z'::timestamptz + ${++day} * interval '1 day', clock_timestamp() from parcels`,
  );
const environment = { RUN_NOW: '2026-03-01T00:00:00Z' };
const counted = async () => (await shop.rows('analytics.count_daily')).length;
const weighed = async () => (await shop.rows('analytics.weight_daily')).length;

it('publishes the other tables first, says after ten seconds who is waited for, and goes on when the lock is gone', async () => {
  const [counts, weights] = [await counted(), await weighed()];
  await newParcel();
  const other = await analyst('lock table analytics.weight_daily in share mode');
  const running = shop.run(environment);
  for (let tries = 0; (await counted()) === counts && tries < 300; tries++)
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect([await counted(), await weighed()]).toEqual([counts + 1, weights]);
  const said = () => shop.lines.find(({ msg }) => String(msg).startsWith('waiting for a lock'));
  for (let tries = 0; !said() && tries < 200; tries++) {
    // Who only waits holds nothing that other jobs need.
    expect(
      await query(
        shop.warehouse.url,
        `select from pg_locks where locktype = 'advisory' and granted
           and (classid::bigint << 32) + objid::bigint = hashtextextended('acme-etl marks', 0)`,
      ),
    ).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(said()).toMatchObject({
    level: 30,
    msg: expect.stringMatching(
      /analytics\.weight_daily by pid \d+ \(analyst\), idle in transaction, its query began \d+ s ago/,
    ) as string,
  });
  await other.query('commit');
  await other.end();
  await running;
  expect(await weighed()).toBe(weights + 1);
}, 60_000);

it('ends 69 after LOCK_WAIT_SECONDS with all else published, and the next run heals', async () => {
  const [counts, weights] = [await counted(), await weighed()];
  await newParcel();
  const other = await analyst('lock table analytics.weight_daily in share mode');
  const { exitCode, message } = await failureOf(shop.run({ ...environment, LOCK_WAIT_SECONDS: '3' }));
  expect({ exitCode, message }).toEqual({
    exitCode: 69,
    message: expect.stringMatching(
      /^analytics\.weight_daily is locked by others: .*pid \d+ \(analyst\)/,
    ) as string,
  });
  expect([await counted(), await weighed()]).toEqual([counts + 1, weights]);
  await other.end();
  await shop.run(environment);
  expect(await weighed()).toBe(weights + 1);
});

it.each([
  ['facts', 'lock table core.parcels in exclusive mode', 'core.parcels'],
  ['the ledger', 'lock table etl.stale_slices in share mode', 'etl.stale_slices'],
  ['the ledger of runs', 'lock table etl.runs in share row exclusive mode', 'etl.runs'],
])('bounds the wait for %s too', async (_what, statement, table) => {
  await newParcel();
  const other = await analyst(statement);
  const since = Date.now();
  const { exitCode, message } = await failureOf(shop.run({ ...environment, LOCK_WAIT_SECONDS: '3' }));
  expect({ exitCode, message }).toEqual({
    exitCode: 69,
    message: expect.stringContaining(`${table} by pid`) as string,
  });
  expect(Date.now() - since).toBeLessThan(20_000);
  await other.end();
  await shop.run(environment);
  expect(await counted()).toBe(await weighed());
});

it('waits no longer than that to change the shape of a table that somebody reads in an open transaction', async () => {
  const file = 'metrics/parcels/count_daily/definition.yaml';
  const { files } = await import('./parcels');
  shop.write({ [file]: files[file].replace('type: bigint', 'type: numeric') });
  const other = await analyst('select count(*) from analytics.count_daily');
  const { exitCode, message } = await failureOf(shop.run({ ...environment, LOCK_WAIT_SECONDS: '3' }));
  expect({ exitCode, message }).toEqual({
    exitCode: 69,
    message: expect.stringContaining('analytics.count_daily by pid') as string,
  });
  await other.end();
  await shop.run(environment);
});

it('bounds the wait of a migration that needs a table somebody reads, and says who', async () => {
  shop.write({ 'warehouse/9001_note.sql': 'alter table core.parcels add column note text' });
  const other = await analyst('select count(*) from core.parcels');
  const { exitCode, message } = await failureOf(shop.run({ ...environment, LOCK_WAIT_SECONDS: '3' }));
  expect({ exitCode, message }).toEqual({
    exitCode: 69,
    message: expect.stringContaining('core.parcels by pid') as string,
  });
  await other.end();
  await shop.run(environment);
});
