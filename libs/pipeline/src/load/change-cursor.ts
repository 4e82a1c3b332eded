import type { Entity } from '@acme/models';
import type { LoadContext } from '../context/load-context';
import type { Fence } from '../source/fence';
import { forgetRefusedBatch } from '../source/refused-batch';
import { advanceWatermark, recordObservation } from '../source/watermark';
import { changesAfter, type CursorPosition, type Extraction } from '../sql/extract-sql';

/** Where the reading of an entity's changes stands, batch by batch. */
export interface ChangeCursor {
  readonly fence: Fence;
  /** The last row read. */
  readonly position: CursorPosition;
  /** Rows of a batch; one that has fewer is the last. */
  readonly batchRows: number;
  /** No batch was read yet. */
  readonly isFirst: boolean;
  /** All rows of the entity are read, not those that changed since the last run. */
  readonly fromBeginning: boolean;
}

/** What a batch read, for its cursor. */
interface Batch {
  readonly extracted: number;
  /** The last row in the order of reading; absent when nothing was read. */
  readonly last?: CursorPosition;
}

export const nextChanges = (entity: Entity, { position, batchRows }: ChangeCursor): Extraction =>
  changesAfter(entity, position, batchRows);

export const isLastBatch = ({ batchRows }: ChangeCursor, { extracted }: Batch): boolean =>
  extracted < batchRows;

export const afterBatch = (cursor: ChangeCursor, { last }: Batch): ChangeCursor => ({
  ...cursor,
  position: last ?? cursor.position,
  isFirst: false,
});

/** Keeps in the ledger how far a batch came; part of the transaction that merges its rows. */
export async function recordProgress(
  context: LoadContext,
  entity: Entity,
  cursor: ChangeCursor,
  batch: Batch,
): Promise<void> {
  const complete = isLastBatch(cursor, batch);
  if (cursor.isFirst) await recordObservation(context, entity, cursor.fence);
  await advanceWatermark(context, entity, batch.last ?? cursor.position, cursor.fence, complete);
  if (!complete) return;
  await forgetRefusedBatch(context, entity);
  // The planner's statistics hold values too: those of what was disclosed before.
  if (cursor.fromBeginning && entity.disclosed) await context.warehouse.query(`analyze core.${entity.name}`);
}
