import { DataRefusedError } from '@acme/errors';
import type { Entity } from '@acme/models';
import type { SourceContext } from '../context/load-context';
import type { RunBase } from '../context/run-base';
import type { LoadCounts } from '../context/summary';
import { quarantine } from '../source/quarantine';
import { limitPassed } from '../source/refused-batch';
import type { Scratch } from '../sql/scratch';
import { deleteRows, idsToDeleteAs } from './delete-rows';
import { merge } from './merge';

/** Below this many bad rows a transaction is never refused: three bad rows of ten say little about a source. */
const toleratedBadRows = 10;

export interface MergedRows {
  readonly counts: LoadCounts;
  /** Rows that went to quarantine; absent when there was none. */
  readonly refused?: Scratch<'refused'>;
}

/**
 * Takes what breaks the model out of staging and merges the rest. `chosen`: the rows were picked because
 * something is odd about them, so how many are bad is measured by all rows of the entity.
 * @throws QuarantineLimitError when too many rows are bad; DataRefusedError when rows got lost on the way
 */
export async function mergeStaged(
  context: SourceContext,
  entity: Entity,
  staging: Scratch<'staging'>,
  chosen: boolean,
): Promise<MergedRows> {
  const extracted = staging.rows;
  if (extracted === 0)
    return { counts: { extracted, inserted: 0, updated: 0, unchanged: 0, quarantined: 0, deleted: 0 } };
  const { refused, rows: quarantined } = await quarantine(context, entity, staging);
  if (quarantined > toleratedBadRows) {
    // After a restore core may know fewer rows than come back.
    const outOf = Math.max(chosen ? await rowsKnown(context, entity) : 0, extracted);
    if (quarantined > context.limits.quarantineShare * outOf)
      throw await limitPassed(context, entity, refused, quarantined, outOf);
  }
  const deleted = quarantined > 0 ? await deleteRefused(context, entity, refused) : 0;
  const counts = { extracted, quarantined, deleted, ...(await merge(context, entity, staging)) };
  if (extracted !== counts.inserted + counts.updated + counts.unchanged + quarantined)
    throw new DataRefusedError(
      `rows of ${entity.name} got lost: ${JSON.stringify(counts)}`,
      'nothing was committed; run again, and report this as a bug if it stays',
    );
  return { counts, ...(quarantined > 0 ? { refused } : {}) };
}

/**
 * Deletes earlier versions of refused rows from core: the warehouse must be what a first load of the same sources
 * would make of them. The history stays, for the row may come back corrected. Returns their number.
 */
async function deleteRefused(context: RunBase, entity: Entity, refused: Scratch<'refused'>): Promise<number> {
  const ids = await idsToDeleteAs(context.warehouse, `select id from ${refused.name}`);
  return (await deleteRows(context, entity, ids)).rows;
}

async function rowsKnown({ warehouse }: RunBase, entity: Entity): Promise<number> {
  const { rows } = await warehouse.one<{ rows: string }>(
    `select (select count(*) from core.${entity.name}) + (select count(*) from etl.quarantine where entity = $1) as rows`,
    [entity.name],
  );
  return Number(rows);
}
