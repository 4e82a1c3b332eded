import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { loadConfig } from '@acme/config';
import { findSqlRoot } from '@acme/db';
import { createLogger } from '@acme/logging';
import { bigint, entity, text, timestamptz } from '@acme/models';
import {
  createDatabase,
  dropDatabase,
  keyringJson,
  query,
  testServer,
  type TestDatabase,
  type TestServer,
} from '@acme/testing';
import { runJob, type Job } from '../src';

// A job of its own from here …
const parcels = entity({
  name: 'parcels',
  service: 'orders',
  description: 'Parcels on their way.',
  cursor: { kind: 'updated' },
  model: z.object({
    id: bigint('Key.'),
    depot: text('Depot.').nullable(),
    sent_at: timestamptz('When it left.'),
    updated_at: timestamptz('When the row last changed.'),
  }),
});
const job: Job = { name: 'parcel-analytics', service: 'orders', entities: [parcels], domain: 'parcels' };
const files = {
  'sources/v2/parcels.sql': 'select id, depot, sent_at, updated_at from parcels',
  'warehouse/9000_parcels.sql': `create table core.parcels
    (id bigint primary key, depot text, sent_at timestamptz, updated_at timestamptz, loaded_run_id bigint)`,
  'metrics/parcels/parcels_daily/definition.yaml': `
table: analytics.parcels_daily
description: Parcels sent.
grain: [day, depot]
owner: tests
slice: { kind: day, column: day }
reads: { core.parcels: { columns: [depot, sent_at], propagation: { instants: [sent_at] } } }
columns:
  day: { type: date, description: Day. }
  depot: { type: text, description: Depot. }
  parcels: { type: bigint, description: Parcels. }
checks: [{ name: no_ghosts, level: error, expect: depot <> 'ghost' }]`,
  'metrics/parcels/parcels_daily/query.sql': `select day, coalesce(depot, 'unknown') as depot, count(*) as parcels
    from stale_days join core.parcels on sent_at >= starts_at and sent_at < counts_until group by 1, 2`,
};
// … to here.

let server: TestServer;
let source: TestDatabase;
let warehouse: TestDatabase;
let sqlRoot: string;

beforeAll(async () => {
  server = await testServer(process.env.TEST_DATABASE_URL);
  [source, warehouse] = [await createDatabase(server), await createDatabase(server)];
  sqlRoot = join(mkdtempSync(join(tmpdir(), 'tiny-')), 'sql');
  cpSync(join(findSqlRoot(), 'warehouse'), join(sqlRoot, 'warehouse'), { recursive: true });
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(join(sqlRoot, file, '..'), { recursive: true });
    writeFileSync(join(sqlRoot, file), content);
  }
  await query(
    source.url,
    `create table parcels (id bigint primary key, depot text, sent_at timestamptz, updated_at timestamptz);
     insert into parcels values
       (1, 'north', '2026-01-01T10:00Z', '2026-01-01T10:00Z'), (2, 'north', '2026-01-01T11:00Z', '2026-01-01T11:00Z'),
       (3, null, '2026-01-02T10:00Z', '2026-01-02T10:00Z'), (4, 'south', null, '2026-01-02T10:00Z')`,
  );
});
afterAll(async () => {
  for (const database of [source, warehouse]) await dropDatabase(server, database);
  await server.release();
});

const run = (now = '2026-01-10T00:00:00Z') =>
  runJob(job, {
    config: loadConfig({
      ORDERS_DATABASE_URL: source.url,
      WAREHOUSE_DATABASE_URL: warehouse.url,
      PII_KEYRING: keyringJson,
      RUN_NOW: now,
      ENABLE_LEGACY_ETL: 'false',
      ENABLE_V1_SCHEMA: 'false',
    }),
    arguments: { fullRefresh: false, dryRun: false, shadow: false },
    log: createLogger({ level: 'silent' }),
    signal: new AbortController().signal,
    sqlRoot,
  });

const rows = () =>
  query(
    warehouse.url,
    'select day::text, depot, parcels::int, run_id::int from analytics.parcels_daily order by 1, 2',
  );

it('loads, quarantines and publishes', async () => {
  const { summary } = await run();
  expect(summary.loads.parcels).toEqual({
    extracted: 4,
    inserted: 3,
    updated: 0,
    unchanged: 0,
    quarantined: 1,
    deleted: 0,
  });
  expect(await rows()).toEqual([
    { day: '2026-01-01', depot: 'north', parcels: 2, run_id: 1 },
    { day: '2026-01-02', depot: 'unknown', parcels: 1, run_id: 1 },
  ]);
});

it('recomputes the old and the new day of a row that moved, and no other', async () => {
  await query(
    source.url,
    `update parcels set sent_at = '2026-01-05T00:00Z', updated_at = '2026-01-06T00:00Z' where id = 2`,
  );
  const { summary } = await run();
  expect(summary.publications).toEqual([
    { table: 'analytics.parcels_daily', slices: 2, inserted: 1, updated: 1, deleted: 0, rows: 3 },
  ]);
  expect(await rows()).toEqual([
    { day: '2026-01-01', depot: 'north', parcels: 1, run_id: 2 },
    { day: '2026-01-02', depot: 'unknown', parcels: 1, run_id: 1 },
    { day: '2026-01-05', depot: 'north', parcels: 1, run_id: 2 },
  ]);
});

it('takes a deleted row out of its day', async () => {
  await query(source.url, 'delete from parcels where id = 3');
  const { summary } = await run();
  expect(summary.loads.parcels!.deleted).toBe(1);
  expect((await rows()).map(({ day }) => day)).toEqual(['2026-01-01', '2026-01-05']);
});

it('publishes nothing that an error-level check refuses, and says which; the facts stay loaded', async () => {
  const before = await rows();
  await query(
    source.url,
    `update parcels set depot = 'ghost', updated_at = '2026-01-07T00:00Z' where id = 1`,
  );
  await expect(run()).rejects.toMatchObject({
    exitCode: 65,
    message: 'analytics.parcels_daily: check no_ghosts failed for 1 rows',
  });
  expect(await rows()).toEqual(before);
  expect(await query(warehouse.url, 'select check_name, violations::int from etl.check_results')).toEqual([
    { check_name: 'no_ghosts', violations: 1 },
  ]);
  await query(source.url, `update parcels set depot = 'west', updated_at = '2026-01-08T00:00Z' where id = 1`);
  await run();
  expect((await rows())[0]).toMatchObject({ day: '2026-01-01', depot: 'west' });
});

it('reads a row again whose change escaped the watermark', async () => {
  await query(source.url, `update parcels set depot = 'east', updated_at = '2026-01-01T00:00Z' where id = 1`);
  await run();
  expect((await rows())[0]).toMatchObject({ day: '2026-01-01', depot: 'east' });
});

it('takes a row out that breaks its model now, and back in when it is mended', async () => {
  const south = async () => (await rows()).filter(({ depot }) => depot === 'south');
  const move = (to: string, minute: number) =>
    query(
      source.url,
      `update parcels set depot = 'south', sent_at = ${to}, updated_at = '2026-01-08T02:0${minute}:00Z' where id = 2`,
    );
  await move(`'2026-01-05T00:00Z'`, 1);
  await run();
  expect(await south()).toMatchObject([{ day: '2026-01-05', parcels: 1 }]);
  await move('null', 2);
  await run();
  expect(await south()).toEqual([]);
  await move(`'2026-01-05T00:00Z'`, 3);
  await run();
  expect(await south()).toMatchObject([{ day: '2026-01-05', parcels: 1 }]);
});

it('counts what lay ahead when it has come, also after now went back and forth', async () => {
  await query(
    source.url,
    `insert into parcels values (5, 'ahead', '2026-01-12T10:00Z', '2026-01-09T10:00Z')`,
  );
  const seen: number[] = [];
  for (const now of ['2026-01-10', '2026-01-13', '2026-01-11', '2026-01-13']) {
    await run(`${now}T00:00:00Z`);
    seen.push((await rows()).filter(({ depot }) => depot === 'ahead').length);
  }
  expect(seen).toEqual([0, 1, 0, 1]);
  await query(source.url, 'delete from parcels where id = 5');
  await run('2026-01-13T00:00:00Z');
});

it('refuses to take an emptied source for a mass deletion', async () => {
  await query(
    source.url,
    `insert into parcels select i, 'north', '2026-01-03', '2026-01-09' from generate_series(100, 1500) as i`,
  );
  await run();
  await query(source.url, 'create table kept as table parcels; truncate parcels');
  await expect(run()).rejects.toMatchObject({
    exitCode: 65,
    message: expect.stringContaining('have vanished') as string,
  });
  expect(await query(warehouse.url, 'select count(*)::int as n from core.parcels')).toEqual([{ n: 1403 }]);
});
