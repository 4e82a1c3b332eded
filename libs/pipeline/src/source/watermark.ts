import type { Disclosure } from '@acme/config';
import type { Entity } from '@acme/models';
import type { LoadContext } from '../context/load-context';
import type { RunBase } from '../context/run-base';
import { beginning, type CursorPosition } from '../sql/extract-sql';
import type { Fence } from './fence';

/** Where reading goes on: everything after it is read; everything before it is safely loaded. */
export async function readWatermark(context: RunBase, entity: Entity): Promise<CursorPosition> {
  const rows = await context.warehouse.rows<{ time: string | null; id: string }>(
    'select after_time::text as time, after_id::text as id from etl.watermarks where entity = $1',
    [entity.name],
  );
  const row = rows[0];
  if (!row) return beginning;
  return { ...(row.time === null ? {} : { time: row.time }), id: row.id };
}

/** Notes the highest id now visible; it can be the watermark once all transactions open now have ended. */
export async function recordObservation(context: RunBase, entity: Entity, fence: Fence): Promise<void> {
  if (!fence.maxId) return;
  await context.warehouse.query(
    'insert into etl.id_observations (entity, observed_at, max_id) values ($1, $2, $3) on conflict do nothing',
    [entity.name, fence.observedAt, fence.maxId],
  );
}

/**
 * Moves the watermark to the last row read, but not past the fence. Part of the transaction that merges
 * the rows. `complete`: nothing visible is left to read.
 */
export async function advanceWatermark(
  context: LoadContext,
  entity: Entity,
  last: CursorPosition,
  fence: Fence,
  complete: boolean,
): Promise<void> {
  const { warehouse, keyring, runId, generation } = context;
  const values = [
    entity.name,
    last.id,
    keyring.checkValue,
    complete ? fence.observedAt : null,
    runId,
    generation,
    disclosureOf(context, entity),
    context.madeOf.get(entity.name) ?? null,
  ];
  if (entity.cursor.kind === 'append') {
    // The latest observation that every transaction still open came after.
    await warehouse.query(
      `insert into etl.watermarks (entity, after_id, key_check, loaded_until, run_id, generation, disclosure, made_of)
       select $1::text, least($2::bigint, settled.max_id), $3::text, $4::timestamptz, $5::bigint, $6::text, $7::text, $8::text
       from (
         select coalesce(max(max_id), -9223372036854775808) as max_id
         from etl.id_observations where entity = $1 and observed_at <= $9::timestamptz
       ) as settled
       on conflict (entity) do update set
         after_id = excluded.after_id, key_check = excluded.key_check, generation = excluded.generation,
         disclosure = excluded.disclosure, made_of = excluded.made_of, loaded_until = coalesce(excluded.loaded_until, watermarks.loaded_until), run_id = excluded.run_id`,
      [...values, fence.settledUntil],
    );
    // Older observations than the one in use have served.
    await warehouse.query(
      `delete from etl.id_observations where entity = $1 and observed_at < (
         select max(observed_at) from etl.id_observations where entity = $1 and observed_at <= $2::timestamptz)`,
      [entity.name, fence.settledUntil],
    );
    return;
  }
  await warehouse.query(
    `insert into etl.watermarks (entity, after_time, after_id, key_check, loaded_until, run_id, generation, disclosure, made_of)
     select $1::text, position.time, position.id, $3::text, $4::timestamptz, $5::bigint, $6::text, $7::text, $8::text
     from (
       values ($9::timestamptz, $2::bigint), ($10::timestamptz, -9223372036854775808)
     ) as position (time, id)
     order by position.time, position.id
     limit 1
     on conflict (entity) do update set
       after_time = excluded.after_time, after_id = excluded.after_id, key_check = excluded.key_check,
       generation = excluded.generation, disclosure = excluded.disclosure, made_of = excluded.made_of, loaded_until = coalesce(excluded.loaded_until, watermarks.loaded_until), run_id = excluded.run_id`,
    [...values, last.time ?? '-infinity', fence.settledUntil],
  );
  for (const part of entity.children ?? []) await advanceWithParent(context, entity, part.entity);
}

/** A part is as far as what it is a part of. */
async function advanceWithParent(context: RunBase, entity: Entity, part: Entity): Promise<void> {
  await context.warehouse.query(
    `insert into etl.watermarks (entity, after_time, after_id, key_check, loaded_until, run_id, generation, disclosure, made_of)
     select $1::text, after_time, after_id, key_check, loaded_until, run_id, generation, disclosure, made_of
     from etl.watermarks where entity = $2
     on conflict (entity) do update set
       after_time = excluded.after_time, after_id = excluded.after_id, key_check = excluded.key_check,
       loaded_until = excluded.loaded_until, run_id = excluded.run_id, generation = excluded.generation,
       disclosure = excluded.disclosure, made_of = excluded.made_of`,
    [part.name, entity.name],
  );
}

/** Only entities that show something depend on what may be shown. */
export const disclosureOf = (context: RunBase, entity: Entity): Disclosure =>
  entity.disclosed ? context.disclosure : 'tokens';
