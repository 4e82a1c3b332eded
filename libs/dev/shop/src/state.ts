import type { Client } from 'pg';
import { ConfigurationError } from '@acme/errors';
import type { IdBatch } from './ids';
import type { ShopTable } from './sequences';
import type { ShopPlan } from './world';

/** Where a shop stands; enough to go on from there. */
export interface ShopState extends ShopPlan {
  /** The exclusive end of the shop's time so far, in milliseconds. */
  readonly until: number;
}

/** The state of the shop in the users service's database; undefined if there is no shop yet. */
export async function readState(client: Client): Promise<ShopState | undefined> {
  const { rows: found } = await client.query(
    `select from pg_tables where schemaname = 'shop' and tablename = 'state'`,
  );
  if (found.length === 0) return undefined;
  const { rows: batches } = await client.query<{ known: boolean }>(
    "select to_regclass('shop.id_batches') is not null and to_regclass('users_legacy') is not null as known",
  );
  if (!batches[0]!.known) {
    throw new ConfigurationError(
      'the sample shop was made by an earlier version and lacks tables',
      'delete the folder of the local default (.local, or LOCAL_DIR) and run again',
    );
  }
  const { rows } = await client.query<
    Record<'seed' | 'registration_scale' | 'activity_scale', number> & Record<'opened_at' | 'until', Date>
  >('select seed::float8 as seed, opened_at, until, registration_scale, activity_scale from shop.state');
  const row = rows[0];
  return (
    row && {
      seed: row.seed,
      openedAt: row.opened_at.getTime(),
      until: row.until.getTime(),
      registrationScale: row.registration_scale,
      activityScale: row.activity_scale,
    }
  );
}

export async function writeState(client: Client, state: ShopState): Promise<void> {
  await client.query(
    `insert into shop.state (seed, opened_at, until, registration_scale, activity_scale)
     values ($1::bigint, $2::timestamptz, $3::timestamptz, $4::float8, $5::float8)
     on conflict (one_row) do update set until = excluded.until`,
    [
      state.seed,
      new Date(state.openedAt),
      new Date(state.until),
      state.registrationScale,
      state.activityScale,
    ],
  );
}

export async function readBatches(client: Client, table: ShopTable): Promise<IdBatch[]> {
  const { rows } = await client.query<{ first_index: number; first_id: string }>(
    'select first_index, first_id from shop.id_batches where table_name = $1::text order by first_index',
    [table],
  );
  return rows.map((row) => ({ firstIndex: row.first_index, firstId: Number(row.first_id) }));
}

export async function writeBatch(client: Client, table: ShopTable, batch: IdBatch): Promise<void> {
  await client.query(
    'insert into shop.id_batches (table_name, first_index, first_id) values ($1::text, $2::int, $3::bigint)',
    [table, batch.firstIndex, batch.firstId],
  );
}
