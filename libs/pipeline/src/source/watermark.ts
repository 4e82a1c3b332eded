import type { Disclosure } from '@acme/config';
import type { Entity } from '@acme/models';
import type { LoadContext } from '../context/load-context';
import type { RunBase } from '../context/run-base';
import { beginning, type CursorPosition } from '../sql/extract-sql';
import type { Fence } from './fence';
import { engineSql } from '../sql/engine-sql';

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

/** Records the highest id now visible; it can be the watermark once all transactions open now have ended. */
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
    await warehouse.query(engineSql('source', 'advance_by_id'), [...values, fence.settledUntil]);
    await warehouse.query(engineSql('source', 'forget_observations'), [entity.name, fence.settledUntil]);
    return;
  }
  const position = [last.time ?? '-infinity', fence.settledUntil];
  await warehouse.query(engineSql('source', 'advance_by_time'), [...values, ...position]);
  for (const child of entity.children ?? [])
    await warehouse.query(engineSql('source', 'advance_child'), [child.entity.name, entity.name]);
}

/** Only entities that disclose something depend on what may be disclosed. */
export const disclosureOf = (context: RunBase, entity: Entity): Disclosure =>
  entity.disclosed ? context.disclosure : 'tokens';
