import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { z } from 'zod';
import { loadConfig } from '@acme/config';
import { findSqlRoot } from '@acme/db';
import { bigint, entity, text, timestamptz } from '@acme/models';
import { createDatabase, dropDatabase, keyringJson, query, testServer } from '@acme/testing';
import { runJob, type Job, type RunOptions, type RunResult } from '../src';

const model = z.object({
  id: bigint('Key.'),
  depot: text('Depot.').nullable(),
  weight: bigint('Grams.'),
  sent_at: timestamptz('When it left.'),
  updated_at: timestamptz('When the row last changed.'),
});
const parcels = entity({
  name: 'parcels',
  service: 'orders',
  description: 'Parcels on their way.',
  cursor: { kind: 'updated' },
  model,
});
export const job: Job = {
  name: 'parcel-analytics',
  service: 'orders',
  entities: [parcels],
  domain: 'parcels',
};

const definition = (table: string, reads: string, columns: string, more = '') => `
table: analytics.${table}
description: Parcels.
grain: [day]
owner: tests
slice: { kind: day, column: day }
reads:
  ${reads}
columns:
  day: { type: date, description: Day. }
  ${columns}
${more}`;

/** A daily weight, who reads it, and a table that has nothing to do with either. */
export const files = {
  'sources/v2/parcels.sql': 'select id, depot, weight, sent_at, updated_at from parcels',
  'warehouse/9000_parcels.sql': `create table core.parcels
    (id bigint primary key, depot text, weight bigint, sent_at timestamptz, updated_at timestamptz, loaded_run_id bigint)`,
  'metrics/parcels/weight_daily/definition.yaml': definition(
    'weight_daily',
    'core.parcels: { columns: [weight, sent_at], propagation: { instants: [sent_at] } }',
    'weight: { type: bigint, description: Grams. }',
    `checks:
  - { name: some_weight, level: error, expect: weight >= 0 }
`,
  ),
  'metrics/parcels/weight_daily/query.sql': `-- The weight of the stale days.
select day, sum(weight) as weight
from stale_days
join core.parcels on sent_at >= starts_at and sent_at < counts_until
group by day
`,
  'metrics/parcels/heavy_daily/definition.yaml': definition(
    'heavy_daily',
    'analytics.weight_daily: { columns: [day, weight], propagation: { dates: [day] } }',
    'heavy: { type: boolean, description: Over a kilogram. }',
  ),
  'metrics/parcels/heavy_daily/query.sql':
    'select day, weight > 1000 as heavy from stale_days join analytics.weight_daily using (day)',
  'metrics/parcels/count_daily/definition.yaml': definition(
    'count_daily',
    'core.parcels: { columns: [sent_at], propagation: { instants: [sent_at] } }',
    'parcels: { type: bigint, description: Parcels. }',
  ),
  'metrics/parcels/count_daily/query.sql': `select day, count(*) as parcels
from stale_days
join core.parcels on sent_at >= starts_at and sent_at < counts_until
group by day
`,
};

export type Files = Record<string, string>;

/** A source and a warehouse of parcels, and the folder of the SQL files that a run uses. */
export async function openParcels() {
  const server = await testServer(process.env.TEST_DATABASE_URL);
  const [source, warehouse] = [await createDatabase(server), await createDatabase(server)];
  const root = mkdtempSync(join(tmpdir(), 'parcels-'));
  const sqlRoot = join(root, 'sql');
  cpSync(join(findSqlRoot(), 'warehouse'), join(sqlRoot, 'warehouse'), { recursive: true });
  const write = (changed: Files) => {
    for (const [file, content] of Object.entries(changed)) {
      mkdirSync(join(sqlRoot, file, '..'), { recursive: true });
      writeFileSync(join(sqlRoot, file), content);
    }
  };
  write(files);
  await query(
    source.url,
    `create table parcels (id bigint primary key, depot text, weight bigint, sent_at timestamptz, updated_at timestamptz);
     insert into parcels select i, case i % 2 when 0 then 'north' else 'south' end, 100 * i,
       '2026-01-01T10:00Z'::timestamptz + i / 2 * interval '1 day', '2026-01-01' from generate_series(0, 9) as i`,
  );
  const lines: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  const options = (environment: Record<string, string> = {}): RunOptions => ({
    config: loadConfig({
      ORDERS_DATABASE_URL: source.url,
      WAREHOUSE_DATABASE_URL: warehouse.url,
      PII_KEYRING: keyringJson,
      RUN_NOW: '2026-01-10T00:00:00Z',
      ENABLE_LEGACY_ETL: 'false',
      ENABLE_V1_SCHEMA: 'false',
      LOCK_WAIT_SECONDS: '30',
      ...environment,
    }),
    arguments: { fullRefresh: false, dryRun: false, shadow: false },
    log: pino({ level: 'info' }, stream),
    signal: new AbortController().signal,
    sqlRoot,
  });
  return {
    source,
    warehouse,
    sqlRoot,
    /** What the runs logged. */
    lines,
    /** Files of the folder, written anew. */
    write,
    options,
    run: (environment?: Record<string, string>): Promise<RunResult> => runJob(job, options(environment)),
    rows: (table: string) =>
      query<{ row: string }>(
        warehouse.url,
        `select (to_jsonb(t) - '{run_id,computed_at}'::text[])::text as row from ${table} as t order by day`,
      ).then((rows) => rows.map(({ row }) => JSON.parse(row) as Record<string, unknown>)),
    close: async () => {
      rmSync(root, { recursive: true });
      for (const database of [source, warehouse]) await dropDatabase(server, database);
      await server.release();
    },
  };
}

/** What a run that fails fails with. */
export const failureOf = async (run: Promise<unknown>): Promise<{ exitCode: number; message: string }> => {
  const error = await run.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  const { exitCode = 0, message = 'it did not fail' } = (error ?? {}) as {
    exitCode?: number;
    message?: string;
  };
  return { exitCode, message };
};
