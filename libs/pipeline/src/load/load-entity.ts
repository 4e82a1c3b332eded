import type { Entity } from '@acme/models';
import type { LoadContext } from '../context/load-context';
import { beginning, changesAfter, rowsWithin } from '../sql/extract-sql';
import { observeFence } from '../source/fence';
import { loadTransaction } from './load-transaction';
import { forgetRefusedBatch } from '../source/refused-batch';
import { checkStopped } from '../context/stop';
import { incompleteEntities } from './reread-entities';
import { advanceWatermark, readWatermark, recordObservation } from '../source/watermark';

/** Loads everything that changed since the watermark, in units of at most `batchRows` rows. */
export async function loadChanges(context: LoadContext, entity: Entity): Promise<void> {
  const { batchRows } = context.limits;
  const fence = await observeFence(context, entity);
  let position = await readWatermark(context, entity);
  const fromBeginning = (await incompleteEntities(context)).has(entity.name);
  let complete = false;
  for (let unit = 0; !complete; unit++) {
    checkStopped(context);
    const loaded = await loadTransaction(
      context,
      entity,
      'changes',
      changesAfter(entity, position, batchRows),
      async (rows) => {
        complete = rows.extracted < batchRows;
        if (unit === 0) await recordObservation(context, entity, fence);
        await advanceWatermark(context, entity, rows.last ?? position, fence, complete);
        if (complete) await forgetRefusedBatch(context, entity);
        // The planner's statistics hold values too: those of what was shown before.
        if (complete && fromBeginning && entity.disclosed)
          await context.warehouse.query(`analyze core.${entity.name}`);
      },
    );
    position = loaded.last ?? position;
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
    const loaded = await loadTransaction(
      context,
      entity,
      'days',
      rowsWithin(entity, start, end, afterId, batchRows),
    );
    complete = loaded.extracted < batchRows;
    afterId = loaded.last?.id ?? afterId;
  }
}
