import type { Entity } from '@acme/models';
import type { LoadContext } from '../context/load-context';
import { checkStopped } from '../context/stop';
import { observeFence } from '../source/fence';
import { readWatermark } from '../source/watermark';
import { beginning, rowsWithIds, rowsWithin } from '../sql/extract-sql';
import { afterBatch, isLastBatch, nextChanges, type ChangeCursor } from './change-cursor';
import { loadTransaction } from './load-transaction';
import { incompleteEntities } from './reread-entities';

/** Loads everything that changed since the watermark, in transactions of at most `batchRows` rows. */
export async function loadChanges(context: LoadContext, entity: Entity): Promise<void> {
  let cursor: ChangeCursor = {
    fence: await observeFence(context, entity),
    position: await readWatermark(context, entity),
    batchRows: context.limits.batchRows,
    isFirst: true,
    fromBeginning: (await incompleteEntities(context)).has(entity.name),
  };
  for (let complete = false; !complete;) {
    checkStopped(context);
    const batch = { mode: 'changes', extraction: nextChanges(entity, cursor), cursor } as const;
    const loaded = await loadTransaction(context, entity, batch);
    complete = isLastBatch(cursor, loaded);
    cursor = afterBatch(cursor, loaded);
  }
}

/** Reads again the rows of a range of local days; the watermark stays where it is. */
export async function loadDays(
  context: LoadContext,
  entity: Entity,
  days: { from: string; to: string },
): Promise<void> {
  const { batchRows } = context.limits;
  const { start, end } = await context.warehouse.one<{ start: string; end: string }>(
    'select etl.day_start($1::date, $3)::text as start, etl.day_start($2::date + 1, $3)::text as end',
    [days.from, days.to, context.timeZone],
  );
  let afterId = beginning.id;
  for (let complete = false; !complete;) {
    checkStopped(context);
    const extraction = rowsWithin(entity, start, end, afterId, batchRows);
    const loaded = await loadTransaction(context, entity, { mode: 'days', extraction });
    complete = loaded.extracted < batchRows;
    afterId = loaded.last?.id ?? afterId;
  }
}

/** Rows read by key in one transaction. */
const keysPerTransaction = 20_000;

/** Reads again the rows with these keys, as they are in the source now. */
export async function loadIds(context: LoadContext, entity: Entity, ids: readonly string[]): Promise<void> {
  for (let start = 0; start < ids.length; start += keysPerTransaction) {
    checkStopped(context);
    const extraction = rowsWithIds(ids.slice(start, start + keysPerTransaction));
    await loadTransaction(context, entity, { mode: 'repair', extraction });
  }
}
